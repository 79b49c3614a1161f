"""Mistake: state-unit-left-out. Caught by: state_goes_by_rows."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = x @ W + b
    for i in range(1, len(h_prev)):
        a = a + h_prev[i] * U[i]
    return np.tanh(a)
