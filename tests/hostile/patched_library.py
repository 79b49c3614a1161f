"""Threat: the helpers that describe the entries replaced. Expect: not passed."""

import sys

library = sys.modules["grader.runner.library"]
facts = {"callable": True, "signature": "double(x)", "doc": "passed"}
library.Library.describe = staticmethod(lambda value: facts)
library.Library.__getattribute__ = lambda self, name: lambda *args, **kwargs: facts


def __getattr__(name):
    return name
