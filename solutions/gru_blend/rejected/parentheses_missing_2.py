"""Mistake: parentheses-missing. Caught by: z0_keeps."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    old = 1 - np.multiply(z, h_prev)
    return np.add(old, np.multiply(z, h_tilde))
