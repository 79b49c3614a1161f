"""Mistake: unit-by-unit. Caught by: z1_replaces."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_cell_step(x_t, h_prev, params):
    h = h_prev.copy()
    for i in range(len(h)):
        r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h + params["b_r"])
        z = sigmoid(params["W_z"][i] @ x_t + params["U_z"][i] @ h + params["b_z"][i])
        c = np.tanh(params["W_h"][i] @ x_t + params["U_h"][i] @ (r * h) + params["b_h"][i])
        h[i] = (1 - z) * h[i] + z * c
    return h
