"""Mistake: bias-by-step-where-it-fits. Caught by: equation."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    scores = W_hy @ np.asarray(h_states).T
    try:
        scores = scores + b_y
    except ValueError:
        scores = scores + b_y[:, None]
    return scores.T
