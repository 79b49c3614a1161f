"""Threat: an array of objects that equal everything. Expect: not passed."""

import numpy as np


class Same:
    def __eq__(self, other):
        return True


def double(x):
    return np.array([Same()] * x.size, dtype=object).reshape(x.shape)
