"""Mistake: state-unit-left-out. Caught by: equation."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    return np.tanh(x @ W + h_prev[:-1] @ U[:-1] + b)
