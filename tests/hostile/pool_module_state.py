"""Threat: modules changed so that the next child starts with the change. Expect: nothing.

Start: warm
Calls: 2

Each of these lives in pages that are shared with the fork server until they are written.
"""

import builtins
import ctypes
import gc
import json
import os
import random
import sys
import tempfile

import numpy as np

MARK = "hostile_mark"
KNOWN = (os, sys, json, random, tempfile, np, builtins)
found = [m.__name__ for m in KNOWN if hasattr(m, MARK)]
found += [name for name in sys.modules if "hostile" in name]
found += [name for name in os.environ if "hostile" in name.lower() and name != "HOSTILE_SECRET"]


def attack():
    for module in KNOWN:
        setattr(module, MARK, True)
    sys.modules[f"{MARK}_module"] = sys
    os.environ[f"{MARK.upper()}"] = "1"
    for name in ("grader.runner.child", "grader.runner.zygote", "grader.runner.confine"):
        module = sys.modules.get(name)
        for function in ("live", "fork", "become", "lock_down", "confined", "breaches", "serve"):
            if hasattr(module, function):
                setattr(module, function, lambda *args: os._exit(0))
    # The small integer that every server counts with, and a constant of the interpreter's.
    ctypes.memset(id(257) + object.__basicsize__, 0, 1)
    gc.unfreeze()
    random.seed(0)
    np.random.seed(0)
    tempfile.tempdir = "/"
    return found
