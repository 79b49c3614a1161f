"""Threat: one number that would broadcast to every shape. Expect: not passed."""

import numpy as np


def double(x):
    return np.float32(0)
