"""Mistake: first-state-dropped. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    return np.asarray(h_states[1:]) @ W_hy.T + b_y
