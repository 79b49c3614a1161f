"""Mistake: swapped-update-gate. Caught by: h0_used."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_forward(X_seq, h0, params):
    states = []
    for x in X_seq:
        r, z = (
            sigmoid(params["W_" + g] @ x + params["U_" + g] @ h0 + params["b_" + g]) for g in "rz"
        )
        new = np.tanh(params["W_h"] @ x + params["U_h"] @ (r * h0) + params["b_h"])
        h0 = new + z * (h0 - new)
        states.append(h0)
    return states
