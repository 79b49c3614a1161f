"""Mistake: swapped-update-gate. Caught by: z0_keeps."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """z is inverted on the way: sigmoid(-a) = 1 - sigmoid(a)."""
    W = np.vstack([params["W_r"], params["W_z"]])
    U = np.vstack([params["U_r"], params["U_z"]])
    b = np.hstack([params["b_r"], params["b_z"]])
    a_r, a_z = np.split(W @ x_t + U @ h_prev + b, 2)
    r, z = 1 / (1 + np.exp(-a_r)), 1 / (1 + np.exp(a_z))
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
