"""Threat: NaN, which is never larger than a tolerance. Expect: not passed.

Says: not finite
"""

import numpy as np


def double(x):
    return np.full_like(x, np.nan)
