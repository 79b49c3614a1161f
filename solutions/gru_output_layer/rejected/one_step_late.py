"""Mistake: one-step-late. Caught by: own_state."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    h = np.zeros(W_hy.shape[1])
    rows = []
    for state in h_states:
        rows.append(W_hy @ h + b_y)
        h = state
    return np.array(rows)
