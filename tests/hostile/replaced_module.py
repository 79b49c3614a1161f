"""Threat: the submission's module replaced by one with any name. Expect: not passed."""

import sys
import types


class Obliging(types.ModuleType):
    def __getattr__(self, name):
        return lambda *args, **kwargs: True


module = sys.modules["submission"]
module.__class__ = Obliging
sys.modules["submission"] = Obliging("submission")
sys.modules["numpy"] = Obliging("numpy")
sys.modules["grader.runner.wire"] = Obliging("wire")
