"""Threat: a NumPy subclass that equals everything and is always close. Expect: not passed."""

import numpy as np


class Close(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.True_ if ufunc.nout == 1 else (np.True_,) * ufunc.nout

    def __array_function__(self, func, types, args, kwargs):
        return True

    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return np.zeros(self.shape)

    __rsub__ = __abs__ = __sub__


def double(x):
    return np.asarray(x).view(Close)
