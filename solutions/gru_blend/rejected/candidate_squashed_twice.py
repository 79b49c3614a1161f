"""Mistake: candidate-squashed-twice. Caught by: z1_replaces."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return (1 - z) * h_prev + z * np.tanh(h_tilde)
