"""Accepted: a loop over the units."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    out = np.empty_like(h_prev)
    for i in range(len(z)):
        out[i] = (1 - z[i]) * h_prev[i] + z[i] * h_tilde[i]
    return out
