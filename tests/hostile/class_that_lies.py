"""Threat: an object whose class claims to be ndarray. Expect: not passed."""

import numpy as np


class Lie:
    @property
    def __class__(self):
        return np.ndarray

    def __array__(self, *args, **kwargs):
        raise SystemExit(0)

    dtype, shape, ndim, size = np.dtype("float32"), (3,), 1, 3


def double(x):
    return Lie()
