"""Mistake: column-output. Caught by: runs."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = W.T @ x[:, None] + U.T @ h_prev[:, None] + b[:, None]
    return np.tanh(a)
