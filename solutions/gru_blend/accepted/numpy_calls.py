"""Accepted: with NumPy's functions in place of operators."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return np.add(np.multiply(np.subtract(1, z), h_prev), np.multiply(z, h_tilde))
