"""Accepted: in place, but in a copy."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h = b.copy()
    h += x @ W
    h += h_prev @ U
    return np.tanh(h, out=h)
