"""Mistake: means-for-sums. Caught by: state_goes_by_rows."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    from_h = np.mean(h_prev[:, None] * U, axis=0)
    return np.tanh(x @ W + from_h + b)
