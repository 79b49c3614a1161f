"""Mistake: squeezes-one-step. Caught by: single."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    return np.squeeze(np.array([h @ W_hy.T + b_y for h in h_states]))
