"""Mistake: remembers-calls. Caught by: runs."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def gru_cell_step(x_t, h_prev, params):
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde


class Memory:
    h = None


def gru_forward(X_seq, h0, params):
    """Goes on where the last call of the same size ended."""
    h = Memory.h if Memory.h is not None and Memory.h.shape == h0.shape else h0
    states = []
    for x_t in X_seq:
        h = gru_cell_step(x_t, h, params)
        states.append(h)
    Memory.h = h
    return states
