"""Mistake: first-unit-only. Caught by: z1_replaces."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    out = np.copy(h_prev)
    for i in range(len(z)):
        out[i] = (1 - z[i]) * h_prev[i] + z[i] * h_tilde[i]
        return out
