"""Accepted: np.dot and np.add."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    return np.tanh(np.add(np.dot(x, W), np.dot(h_prev, U)) + b)
