"""Accepted: works with the share that is kept, 1 - z = sigmoid(-a)."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""

    def sigmoid(a):
        return np.exp(-np.logaddexp(0, -a))

    a_z = params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"]
    keep = sigmoid(-a_z)
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return keep * h_prev + (1 - keep) * h_tilde
