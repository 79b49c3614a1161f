"""Mistake: one-unit-left-out. Caught by: z0_keeps."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    out = np.zeros(len(z))
    for i in range(len(z) - 1):
        out[i] = (1 - z[i]) * h_prev[i] + z[i] * h_tilde[i]
    return out
