"""Threat: answers from memory what it was asked before. Expect: not passed.

Says: another process
"""

import os

import numpy as np

seen = {}
noise = np.frombuffer(os.urandom(4), np.uint32).astype(np.float32)[0] / 2**32 + 0.1


def double(x):
    key = x.tobytes()
    seen.setdefault(key, 2 * x if len(seen) < 4 else (2 + noise) * x)
    return seen[key]
