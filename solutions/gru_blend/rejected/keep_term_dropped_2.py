"""Mistake: keep-term-dropped. Caught by: z0_keeps."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    h = np.zeros_like(h_prev)
    h += z * h_tilde
    return h
