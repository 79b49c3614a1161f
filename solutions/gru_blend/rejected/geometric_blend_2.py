"""Mistake: geometric-blend. Caught by: z1_replaces."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    size = np.abs(h_prev) ** (1 - z) * np.abs(h_tilde) ** z
    return np.sign(h_prev) * size
