"""Accepted: np.interp between the two states, unit by unit."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    units = zip(h_prev, h_tilde, z, strict=True)
    return np.array([np.interp(dial, [0, 1], [old, new]) for old, new, dial in units])
