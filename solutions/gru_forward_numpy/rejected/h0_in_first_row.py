"""Mistake: h0-in-first-row. Caught by: chunked."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def gru_cell_step(x_t, h_prev, params):
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde


def gru_forward(X_seq, h0, params):
    T = len(X_seq)
    H = np.zeros((T, len(h0)))
    if T:
        H[0] = h0
    for t in range(1, T):
        H[t] = gru_cell_step(X_seq[t], H[t - 1], params)
    return H
