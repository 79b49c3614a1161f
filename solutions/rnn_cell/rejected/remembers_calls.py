"""Mistake: remembers-calls. Caught by: repeats."""

import numpy as np

state = {}


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h = state.get(len(b), h_prev)
    state[len(b)] = np.tanh(x @ W + h @ U + b)
    return state[len(b)]
