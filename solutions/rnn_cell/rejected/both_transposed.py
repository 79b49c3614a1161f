"""Mistake: hidden-transposed + input-transposed. Caught by: runs."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    return np.tanh(W @ x + U @ h_prev + b)
