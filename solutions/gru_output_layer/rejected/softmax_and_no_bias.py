"""Mistake: softmax-applied + bias-missing. Caught by: zero_states."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    e = np.exp(np.asarray(h_states) @ W_hy.T)
    return e / e.sum(axis=1, keepdims=True)
