"""Mistake: nothing-returned. Caught by: runs."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    r = 1 / (1 + np.exp(-(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])))
    z = 1 / (1 + np.exp(-(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])))
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    print((1 - z) * h_prev + z * h_tilde)
