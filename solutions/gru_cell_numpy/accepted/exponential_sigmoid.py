"""Accepted: 1 / (1 + exp(-a)), which warns of overflow and is right all the same."""

import numpy as np

sigmoid = lambda a: 1.0 / (1.0 + np.exp(-a))  # noqa: E731


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    W_r, U_r, b_r = params["W_r"], params["U_r"], params["b_r"]
    W_z, U_z, b_z = params["W_z"], params["U_z"], params["b_z"]
    W_h, U_h, b_h = params["W_h"], params["U_h"], params["b_h"]
    z = sigmoid(np.dot(W_z, x_t) + np.dot(U_z, h_prev) + b_z)
    r = sigmoid(np.dot(W_r, x_t) + np.dot(U_r, h_prev) + b_r)
    h_tilde = np.tanh(np.dot(W_h, x_t) + np.dot(U_h, r * h_prev) + b_h)
    return (1 - z) * h_prev + z * h_tilde
