"""Mistake: exponentials. Caught by: zero_states."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    logits = np.asarray(h_states) @ W_hy.T + b_y
    return np.exp(logits)
