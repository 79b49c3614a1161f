"""Mistake: bias-on-one-row. Caught by: zero_states."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    rows = []
    for h in h_states:
        rows.append(W_hy @ h)
    rows[-1] = rows[-1] + b_y
    return np.array(rows)
