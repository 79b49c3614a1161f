"""Mistake: keys-by-position. Caught by: runs."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_cell_step(x_t, h_prev, params):
    Wr, Ur, br, Wz, Uz, bz, Wh, Uh, bh = params.values()
    r = sigmoid(Wr @ x_t + Ur @ h_prev + br)
    z = sigmoid(Wz @ x_t + Uz @ h_prev + bz)
    n = np.tanh(Wh @ x_t + Uh @ (r * h_prev) + bh)
    return (1 - z) * h_prev + z * n
