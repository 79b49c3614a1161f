"""Mistake: outputs-by-steps. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    return W_hy @ np.asarray(h_states).T + b_y[:, None]
