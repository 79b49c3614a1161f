"""Mistake: time-reversed. Caught by: own_state."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    rows = []
    for h in h_states:
        rows.insert(0, W_hy @ h + b_y)
    return np.array(rows)
