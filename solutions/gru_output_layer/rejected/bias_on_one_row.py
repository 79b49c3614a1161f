"""Mistake: bias-on-one-row. Caught by: zero_states."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    y = np.asarray(h_states) @ W_hy.T
    y[0] += b_y
    return y
