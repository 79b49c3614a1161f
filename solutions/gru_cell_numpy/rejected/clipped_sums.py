"""Mistake: clipped-sums. Caught by: z0_keeps."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-np.clip(a, -5.0, 5.0)))


def gru_cell_step(x_t, h_prev, params):
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
