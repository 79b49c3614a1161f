"""Threat: inf, for which differences are NaN. Expect: not passed.

Says: not finite
"""

import numpy as np


def double(x):
    return np.full_like(x, np.inf)
