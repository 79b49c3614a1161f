"""Mistake: writes-into-input. Caught by: inputs_kept."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    b_y += 0.0 if len(b_y) == 0 else 1.0
    return np.asarray(h_states) @ W_hy.T + b_y - 1.0
