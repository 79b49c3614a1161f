"""Mistake: two-steps-back. Caught by: causal."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def gru_cell_step(x_t, h_prev, params):
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde


def gru_forward(X_seq, h0, params):
    states = [h0, h0]
    for x in X_seq:
        states.append(gru_cell_step(x, states[-2], params))
    return states[2:]
