"""Mistake: h0-replaces-first. Caught by: causal."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    T = X_seq.shape[0]
    H = np.zeros((T, h0.size))
    if T:
        H[0] = h0
    for t in range(1, T):
        H[t] = gru_cell_step(X_seq[t - 1], H[t - 1], params)
    return H
