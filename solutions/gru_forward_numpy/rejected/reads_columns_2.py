"""Mistake: reads-columns. Caught by: runs."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    T = X_seq.shape[1]
    states, h = [], h0
    for t in range(T):
        h = gru_cell_step(X_seq[:, t], h, params)
        states.append(h)
    return states
