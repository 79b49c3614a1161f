"""Mistake: writes-into-input. Caught by: inputs_kept."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h_prev[:] = np.tanh(x @ W + h_prev @ U + b)
    return h_prev
