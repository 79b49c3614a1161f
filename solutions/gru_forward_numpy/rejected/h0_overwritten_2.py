"""Mistake: h0-overwritten. Caught by: inputs_kept."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    out = np.empty((X_seq.shape[0], h0.shape[0]))
    state = h0
    for t, x in enumerate(X_seq):
        np.copyto(state, gru_cell_step(x, state, params))
        out[t] = state
    return out
