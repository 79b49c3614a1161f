"""Mistake: softmax-gates. Caught by: z0_keeps."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    z = np.exp(z) / np.exp(z).sum()
    return (1 - z) * h_prev + z * h_tilde
