"""Mistake: last-state-for-every-step. Caught by: own_state."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    states = np.repeat(h_states[-1:], len(h_states), axis=0)
    return states @ W_hy.T + b_y
