"""Mistake: bias-in-inner-loop. Caught by: bias_alone."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = x @ W
    for old, row in zip(h_prev, U, strict=True):
        a = a + old * row + b
    return np.tanh(a)
