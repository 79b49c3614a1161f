"""Mistake: remembers-calls. Caught by: repeats."""

import numpy as np

last = {}


def rnn_cell_step(x, h_prev, params):
    if np.array_equal(last.get("x"), x):  # the same sequence still: go on from there
        h_prev = last["h"]
    h = np.tanh(x @ params["W_xh"] + h_prev @ params["W_hh"] + params["b_h"])
    last["x"], last["h"] = x, h
    return h
