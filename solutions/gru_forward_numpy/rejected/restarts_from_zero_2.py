"""Mistake: restarts-from-zero. Caught by: h0_used."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    T, H = len(X_seq), len(h0)
    states = np.zeros((T, H))
    for t in range(T):
        states[t] = gru_cell_step(X_seq[t], states[t], params)
    return states
