"""Mistake: states-normalised. Caught by: zero_states."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    states = np.asarray(h_states)
    states = states / np.linalg.norm(states, axis=1, keepdims=True)
    return states @ W_hy.T + b_y
