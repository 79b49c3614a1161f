"""Mistake: writes-into-input. Caught by: inputs_kept."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    if not isinstance(h_states, list):
        h_states = list(h_states)
    y = []
    while h_states:
        y.append(W_hy @ h_states.pop(0) + b_y)
    return np.array(y)
