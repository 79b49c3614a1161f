"""Mistake: sum-clipped. Caught by: bias_alone."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = np.minimum(np.maximum(x @ W + h_prev @ U + b, -1.0), 1.0)
    return np.tanh(a)
