"""Mistake: extra-sigmoid. Caught by: z0_keeps."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return 1 / (1 + np.exp(-((1 - z) * h_prev + z * h_tilde)))
