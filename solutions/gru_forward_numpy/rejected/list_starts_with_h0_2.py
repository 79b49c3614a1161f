"""Mistake: list-starts-with-h0. Caught by: runs."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    H = np.zeros((len(X_seq) + 1, len(h0)))
    H[0] = h0
    for t in range(len(X_seq)):
        H[t + 1] = gru_cell_step(X_seq[t], H[t], params)
    return H
