"""Mistake: first-unit-only. Caught by: z0_keeps."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    out = np.zeros_like(h_prev)
    for i, dial in enumerate(z):
        out[i] = dial * h_tilde[i] + (1 - dial) * h_prev[i]
        return out
