"""Mistake: sum-clipped. Caught by: bounded."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = np.clip(x @ W + h_prev @ U + b, -5, 5)  # for stability
    return np.tanh(a)
