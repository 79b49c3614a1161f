"""Mistake: argmax. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    return np.array([int(np.argmax(W_hy @ h + b_y)) for h in h_states])
