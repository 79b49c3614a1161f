"""Mistake: terms-concatenated. Caught by: runs."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return np.concatenate([(1 - z) * h_prev, z * h_tilde])
