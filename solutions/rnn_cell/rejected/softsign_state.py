"""Mistake: softsign-state. Caught by: bias_alone."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = x @ W + h_prev @ U + b
    return a / (1 + np.abs(a))
