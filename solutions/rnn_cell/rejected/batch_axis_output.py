"""Mistake: batch-axis-output. Caught by: runs."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h = x[None] @ W + h_prev[None] @ U + b
    return np.tanh(h)
