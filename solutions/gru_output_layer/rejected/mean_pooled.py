"""Mistake: mean-pooled. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    mean = np.mean(h_states, axis=0, keepdims=True)
    return mean @ W_hy.T + b_y
