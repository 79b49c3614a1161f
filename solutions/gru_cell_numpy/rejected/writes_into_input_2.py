"""Mistake: writes-into-input. Caught by: inputs_kept."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """The masked weights are kept, in the caller's dict."""

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    params["U_h"] = params["U_h"] * r
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ h_prev + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
