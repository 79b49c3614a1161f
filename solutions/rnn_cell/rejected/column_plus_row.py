"""Mistake: column-plus-row. Caught by: runs."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = W.T @ x.reshape(-1, 1) + U.T @ h_prev.reshape(-1, 1) + b
    return np.tanh(a)
