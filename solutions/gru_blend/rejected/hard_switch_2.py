"""Mistake: hard-switch. Caught by: equation."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    z = np.round(z)
    return (1 - z) * h_prev + z * h_tilde
