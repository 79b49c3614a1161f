"""Mistake: matrices-exchanged. Caught by: runs."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    from_x = np.array([x @ column for column in U.T])
    from_h = np.array([h_prev @ column for column in W.T])
    return np.tanh(from_x + from_h + b)
