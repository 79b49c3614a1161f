"""Mistake: writes-into-input. Caught by: inputs_kept."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    b = params.pop("b_h")
    return np.tanh(x @ params["W_xh"] + h_prev @ params["W_hh"] + b)
