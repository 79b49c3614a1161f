"""Mistake: states-squashed-again. Caught by: linear."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    return np.tanh(h_states) @ W_hy.T + b_y
