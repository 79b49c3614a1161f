"""Accepted: r on the columns of U_h, which is r on the state."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    r = 1 / (1 + np.exp(-(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])))
    z = 1 / (1 + np.exp(-(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])))
    h_tilde = np.tanh(params["W_h"] @ x_t + (params["U_h"] * r) @ h_prev + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
