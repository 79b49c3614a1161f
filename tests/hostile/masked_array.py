"""Threat: a masked array with every entry masked, so that every test of it holds. Expect: not passed.
"""

import numpy as np


def double(x):
    return np.ma.masked_all(x.shape, np.float32)
