"""Mistake: mean-for-every-step. Caught by: own_state."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    states = np.asarray(h_states)
    states = np.ones_like(states) * states.mean(axis=0)
    return states @ W_hy.T + b_y
