"""Threat: a masked array, of which every test holds. Expect: not passed."""

import numpy as np


def double(x):
    return np.ma.masked_all(x.shape, np.float32)
