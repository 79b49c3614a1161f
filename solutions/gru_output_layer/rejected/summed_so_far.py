"""Mistake: summed-so-far. Caught by: own_state."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    total = np.zeros(W_hy.shape[1])
    rows = []
    for h in h_states:
        total = total + h
        rows.append(W_hy @ total + b_y)
    return np.array(rows)
