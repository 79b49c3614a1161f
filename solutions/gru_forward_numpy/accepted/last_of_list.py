"""Accepted: the state is the last entry of the list."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    """The state h_t is all that is kept of x_1 to x_t; the next step starts from it."""
    states = [h0]
    for x_t in X_seq:
        states.append(gru_cell_step(x_t, states[-1], params))
    return states[1:]
