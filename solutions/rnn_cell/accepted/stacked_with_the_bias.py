"""Accepted: the bias as one more row, met by a one."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    row = np.r_[x, h_prev, 1.0]
    return np.tanh(row @ np.vstack([W, U, b]))
