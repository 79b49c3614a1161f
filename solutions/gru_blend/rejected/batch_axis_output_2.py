"""Mistake: batch-axis-output. Caught by: runs."""

import numpy as np


def gru_blend(h_prev, h_tilde, z):
    rows = np.atleast_2d(h_prev)
    return rows + z * (h_tilde - rows)
