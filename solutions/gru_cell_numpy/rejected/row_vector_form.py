"""Mistake: row-vector-form. Caught by: runs."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_cell_step(x_t, h_prev, params):
    r = sigmoid(x_t @ params["W_r"] + h_prev @ params["U_r"] + params["b_r"])
    z = sigmoid(x_t @ params["W_z"] + h_prev @ params["U_z"] + params["b_z"])
    h_tilde = np.tanh(x_t @ params["W_h"] + (r * h_prev) @ params["U_h"] + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
