"""Mistake: state-overwritten-early. Caught by: bias_alone."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h = h_prev.copy()
    for j in range(h.size):
        h[j] = np.tanh(x @ W[:, j] + h @ U[:, j] + b[j])
    return h
