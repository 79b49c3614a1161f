"""Mistake: means-for-sums. Caught by: no_memory."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    from_x = (x[:, None] * W).mean(axis=0)
    from_h = (h_prev[:, None] * U).mean(axis=0)
    return np.tanh(from_x + from_h + b)
