"""Threat: an empty array, of which every statement is true. Expect: not passed."""

import numpy as np


def double(x):
    return np.zeros((0, *x.shape), np.float32)
