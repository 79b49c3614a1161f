"""Mistake: swapped-update-gate. Caught by: z0_keeps."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    keep = z
    h = np.empty_like(h_prev)
    for i, (old, new) in enumerate(zip(h_prev, h_tilde, strict=True)):
        h[i] = keep[i] * old + (1 - keep[i]) * new
    return h
