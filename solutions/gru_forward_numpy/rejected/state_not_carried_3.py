"""Mistake: state-not-carried. Caught by: causal."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    hidden = []
    for x in X_seq:
        state = h0
        state = gru_cell_step(x, state, params)
        hidden.append(state)
    return np.array(hidden).reshape(len(X_seq), len(h0))
