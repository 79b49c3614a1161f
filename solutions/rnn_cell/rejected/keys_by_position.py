"""Mistake: keys-by-position. Caught by: keys_by_name."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params.values()
    return np.tanh(x @ W + h_prev @ U + b)
