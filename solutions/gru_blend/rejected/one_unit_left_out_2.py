"""Mistake: one-unit-left-out. Caught by: z1_replaces."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    new = np.array(h_prev)
    for i in range(1, len(new)):
        new[i] += z[i] * (h_tilde[i] - h_prev[i])
    return new
