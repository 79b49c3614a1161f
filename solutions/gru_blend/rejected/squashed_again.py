"""Mistake: squashed-again. Caught by: z0_keeps."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    z = 1 / (1 + np.exp(-z))
    return (1 - z) * h_prev + z * h_tilde
