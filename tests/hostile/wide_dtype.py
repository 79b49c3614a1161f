"""Threat: the right numbers in another dtype. Expect: not passed.

Says: expected float32
"""

import numpy as np


def double(x):
    return 2 * x.astype(np.complex128)
