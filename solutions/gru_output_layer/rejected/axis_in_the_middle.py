"""Mistake: axis-in-the-middle. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    return np.array([h[None] @ W_hy.T + b_y for h in h_states])
