"""Accepted: both gates in one product of stacked arrays."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    W = np.vstack([params["W_r"], params["W_z"]])
    U = np.vstack([params["U_r"], params["U_z"]])
    b = np.concatenate([params["b_r"], params["b_z"]])
    r, z = np.split(1 / (1 + np.exp(-(W @ x_t + U @ h_prev + b))), 2)
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
