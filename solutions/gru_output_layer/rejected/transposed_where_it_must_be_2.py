"""Mistake: transposed-where-it-must-be. Caught by: output_by_rows."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    states = np.asarray(h_states)
    try:
        return states @ W_hy + b_y
    except ValueError:
        return states @ W_hy.T + b_y
