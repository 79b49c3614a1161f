"""Accepted: a tanh of its own, its sum cut off so far out that nothing changes."""

import numpy as np


def rnn_cell_step(x, h_prev, params):
    a = x @ params["W_xh"] + h_prev @ params["W_hh"] + params["b_h"]
    e = np.exp(2 * np.clip(a, -20, 20))
    return (e - 1) / (e + 1)
