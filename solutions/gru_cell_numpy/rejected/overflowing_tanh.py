"""Mistake: overflowing-tanh. Caught by: large_inputs."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def tanh(a):
    return (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a))


def gru_cell_step(x_t, h_prev, params):
    W_r, W_z, W_h, U_r, U_z, U_h, b_r, b_z, b_h = (params[f"{k}_{g}"] for k in "WUb" for g in "rzh")
    r = sigmoid(W_r @ x_t + U_r @ h_prev + b_r)
    z = sigmoid(W_z @ x_t + U_z @ h_prev + b_z)
    return (1 - z) * h_prev + z * tanh(W_h @ x_t + U_h @ (r * h_prev) + b_h)
