"""Mistake: writes-into-input. Caught by: inputs_kept."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h_prev @= U
    return np.tanh(h_prev + x @ W + b)
