"""Threat: an answer of 40 megabytes. Expect: not passed."""

import numpy as np


def double(x):
    return np.zeros(10_000_000, np.float32)
