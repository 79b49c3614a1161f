"""Mistake: list-output. Caught by: runs."""

import math


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    return [math.tanh(a) for a in x @ W + h_prev @ U + b]
