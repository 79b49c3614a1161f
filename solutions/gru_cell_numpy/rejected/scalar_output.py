"""Mistake: scalar-output. Caught by: runs."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_cell_step(x_t, h_prev, params):
    Wr, Ur, br, Wz, Uz, bz, Wh, Uh, bh = (
        params[k] for k in ("W_r", "U_r", "b_r", "W_z", "U_z", "b_z", "W_h", "U_h", "b_h")
    )
    r = sigmoid(Wr @ x_t + Ur @ h_prev + br)
    z = sigmoid(Wz @ x_t + Uz @ h_prev + bz)
    n = np.tanh(Wh @ x_t + Uh @ (r * h_prev) + bh)
    return np.squeeze((1 - z) * h_prev + z * n)
