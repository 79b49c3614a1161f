"""Threat: streams that raise everything, and no streams at all. Expect: not passed."""

import sys


class Raising:
    def __getattr__(self, name):
        raise SystemExit(0)


sys.stdout, sys.stderr = Raising(), None
del sys.__stdout__, sys.__stderr__


def double(x):
    return None
