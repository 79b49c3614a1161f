"""Threat: memory, in one NumPy array. Expect: too much memory or raised.

Says: of memory|MemoryError
"""

import numpy as np


def attack():
    return [f"took {np.ones(1 << 29).nbytes} bytes"]
