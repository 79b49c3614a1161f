"""Accepted: computes in float32."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    """The state h_t is all that is kept of x_1 to x_t; the next step starts from it."""
    h, states = h0.astype(np.float32), []
    small = {key: value.astype(np.float32) for key, value in params.items()}
    for x_t in X_seq.astype(np.float32):
        h = gru_cell_step(x_t, h, small)
        states.append(h)
    return states
