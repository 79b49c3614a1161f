"""Mistake: shaped-like-inputs. Caught by: runs."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def gru_cell_step(x_t, h_prev, params):
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde


def gru_forward(X_seq, h0, params):
    out = np.empty_like(X_seq)
    h = h0
    for t, x in enumerate(X_seq):
        h = gru_cell_step(x, h, params)
        out[t] = h
    return out
