"""Mistake: outer-product. Caught by: runs."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return np.outer(1 - z, h_prev) + np.outer(z, h_tilde)
