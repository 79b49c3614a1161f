"""Mistake: column-plus-row. Caught by: z1_replaces."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_cell_step(x_t, h_prev, params):
    x = x_t.reshape(-1, 1)
    h = h_prev.reshape(-1, 1)
    r = sigmoid(params["W_r"] @ x + params["U_r"] @ h + params["b_r"])
    z = sigmoid(params["W_z"] @ x + params["U_z"] @ h + params["b_z"])
    ht = np.tanh(params["W_h"] @ x + params["U_h"] @ (r * h) + params["b_h"])
    return ((1 - z) * h + z * ht)[:, 0]
