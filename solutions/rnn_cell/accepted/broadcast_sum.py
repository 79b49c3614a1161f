"""Accepted: products with broadcasting, summed over rows."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    return np.tanh((x[:, None] * W).sum(axis=0) + (h_prev[:, None] * U).sum(axis=0) + b)
