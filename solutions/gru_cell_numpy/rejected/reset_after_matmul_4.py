"""Mistake: reset-after-matmul. Caught by: r_per_unit."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """The row of U_h is masked by this unit's own r, where its columns should be."""

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    masked = np.diag(r) @ params["U_h"]
    h_tilde = np.tanh(params["W_h"] @ x_t + masked @ h_prev + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
