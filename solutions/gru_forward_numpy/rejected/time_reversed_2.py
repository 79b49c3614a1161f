"""Mistake: time-reversed. Caught by: causal."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    remaining = list(X_seq)
    h, states = h0, []
    while remaining:
        h = gru_cell_step(remaining.pop(), h, params)
        states.append(h)
    return states
