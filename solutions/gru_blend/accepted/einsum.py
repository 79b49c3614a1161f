"""Accepted: einsum without a sum."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return np.einsum("h,h->h", 1 - z, h_prev) + np.einsum("h,h->h", z, h_tilde)
