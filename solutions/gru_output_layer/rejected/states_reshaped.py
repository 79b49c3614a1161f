"""Mistake: states-reshaped. Caught by: own_state."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    states = np.concatenate(list(h_states)).reshape(W_hy.shape[1], -1)
    return (W_hy @ states).T + b_y
