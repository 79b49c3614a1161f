"""Mistake: geometric-blend. Caught by: runs."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return np.power(h_prev, 1 - z) * np.power(h_tilde, z)
