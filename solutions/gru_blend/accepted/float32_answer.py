"""Accepted: computed in float64, answered in float32."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    h = (1.0 - z) * h_prev + z * h_tilde
    return h.astype(np.float32)
