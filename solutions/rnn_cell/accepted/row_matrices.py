"""Accepted: one-row matrices, made a vector again at the end."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = x[None, :] @ W + h_prev[None, :] @ U + b[None, :]
    return np.tanh(a)[0]
