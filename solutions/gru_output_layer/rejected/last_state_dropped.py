"""Mistake: last-state-dropped. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    return np.array([W_hy @ h_states[t] + b_y for t in range(len(h_states) - 1)])
