"""Threat: `__array_interface__` that points at nothing. Expect: not passed or died."""

import numpy as np


class Pointer:
    __array_interface__ = {
        "shape": (1 << 20,), "typestr": "<f4", "data": (0xDEAD0000, False), "version": 3,
    }  # fmt: skip


def double(x):
    return np.asarray(Pointer())
