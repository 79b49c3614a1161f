"""Mistake: writes-into-input. Caught by: inputs_kept."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    for t, h in enumerate(h_states):
        h_states[t] = h - 1
    states = np.asarray(h_states) + 1
    return states @ W_hy.T + b_y
