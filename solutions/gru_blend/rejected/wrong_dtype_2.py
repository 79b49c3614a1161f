"""Mistake: wrong-dtype. Caught by: runs."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    h = np.empty(len(z), np.float16)
    h[:] = (1 - z) * h_prev + z * h_tilde
    return h
