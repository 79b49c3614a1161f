"""Mistake: reset-inverted. Caught by: z1_replaces."""

import numpy as np


def sigmoid(a):
    """The stable form in two pieces."""
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e))


def gru_cell_step(x_t, h_prev, params):
    forget = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    remembered = h_prev - forget * h_prev
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ remembered + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
