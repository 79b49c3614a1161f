"""Mistake: clipped-output. Caught by: z0_keeps."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return np.clip((1 - z) * h_prev + z * h_tilde, -1, 1)
