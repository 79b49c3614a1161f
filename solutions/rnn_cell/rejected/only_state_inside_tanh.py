"""Mistake: only-state-inside-tanh. Caught by: bias_alone."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    return x @ W + np.tanh(h_prev @ U) + b
