"""Mistake: zero-start. Caught by: h0_used."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def gru_cell_step(x_t, h_prev, params):
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde


def gru_forward(X_seq, h0, params):
    h = np.zeros_like(h0)
    states = []
    for x_t in X_seq:
        h = gru_cell_step(x_t, h, params)
        states.append(h)
    return states
