"""Mistake: keys-by-position. Caught by: keys_by_name."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    arrays = list(params.values())
    return np.tanh(x @ params["W_xh"] + h_prev @ params["W_hh"] + arrays[-1])
