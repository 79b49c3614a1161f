"""Mistake: column-output. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    return np.array([W_hy @ h[:, None] + b_y[:, None] for h in h_states])
