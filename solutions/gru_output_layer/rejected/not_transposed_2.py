"""Mistake: not-transposed. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    return np.stack([h @ W_hy + b_y for h in h_states])
