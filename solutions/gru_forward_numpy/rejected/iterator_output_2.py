"""Mistake: iterator-output. Caught by: runs."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


def gru_forward(X_seq, h0, params):
    from itertools import accumulate, islice

    steps = accumulate(X_seq, lambda h, x: gru_cell_step(x, h, params), initial=h0)
    return islice(steps, 1, None)
