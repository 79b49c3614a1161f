"""Mistake: keys-by-position. Caught by: runs."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def gru_cell_step(x_t, h_prev, params):
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde


def gru_forward(X_seq, h0, params):
    Wr, Ur, br, Wz, Uz, bz, Wh, Uh, bh = params.values()
    h, out = h0, []
    for x in X_seq:
        r = sigmoid(Wr @ x + Ur @ h + br)
        z = sigmoid(Wz @ x + Uz @ h + bz)
        h = (1 - z) * h + z * np.tanh(Wh @ x + Uh @ (r * h) + bh)
        out.append(h)
    return out
