"""Mistake: last-state-for-every-step. Caught by: own_state."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    row = np.zeros(len(b_y))
    rows = []
    for h in h_states:
        row[:] = W_hy @ h + b_y
        rows.append(row)
    return np.array(rows)
