"""Accepted: everything carried to float32 first."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    x, h_prev, W, U, b = (np.asarray(a, np.float32) for a in (x, h_prev, W, U, b))
    return np.tanh(x @ W + h_prev @ U + b)
