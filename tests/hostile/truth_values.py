"""Threat: an array of truth values that are neither true nor false. Expect: not passed."""

import numpy as np


def double(x):
    return np.full(x.shape, 2, np.uint8).view(np.bool_)
