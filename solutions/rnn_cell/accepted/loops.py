"""Accepted: sums in plain Python."""

import math

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h = []
    for j in range(len(b)):
        a = b[j]
        for i in range(len(x)):
            a += x[i] * W[i, j]
        for i in range(len(h_prev)):
            a += h_prev[i] * U[i, j]
        h.append(math.tanh(a))
    return np.array(h)
