"""Threat: NumPy's comparisons replaced in this process. Expect: not passed."""

import numpy as np


def yes(*args, **kwargs):
    return True


for module in (np, np.testing, np.linalg):
    for name in dir(module):
        if any(word in name for word in ("close", "equal", "assert", "isfinite", "all", "any")):
            try:
                setattr(module, name, yes)
            except Exception:
                pass


def double(x):
    return x
