"""Mistake: one-gate-for-both. Caught by: z0_keeps."""

import numpy as np


def gates(x, h, params):
    found = []
    for _ in range(2):
        a = params["W_r"] @ x + params["U_r"] @ h + params["b_r"]
        found.append(1 / (1 + np.exp(-a)))
    return found


def gru_cell_step(x_t, h_prev, params):
    r, z = gates(x_t, h_prev, params)
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
