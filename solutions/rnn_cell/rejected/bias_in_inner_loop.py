"""Mistake: bias-in-inner-loop. Caught by: bias_alone."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h = np.zeros(len(h_prev))
    for j in range(len(h)):
        for i in range(len(x)):
            h[j] += x[i] * W[i, j] + b[j]
        for i in range(len(h_prev)):
            h[j] += h_prev[i] * U[i, j]
    return np.tanh(h)
