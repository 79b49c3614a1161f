"""Mistake: writes-into-input. Caught by: inputs_kept."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return np.add((1 - z) * h_prev, z * h_tilde, out=h_tilde)
