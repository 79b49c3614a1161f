"""Mistake: batch-axis-output. Caught by: runs."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """Row form throughout, and right but for the shape."""
    x, h = np.atleast_2d(x_t), np.atleast_2d(h_prev)
    r = 1 / (1 + np.exp(-(x @ params["W_r"].T + h @ params["U_r"].T + params["b_r"])))
    z = 1 / (1 + np.exp(-(x @ params["W_z"].T + h @ params["U_z"].T + params["b_z"])))
    h_tilde = np.tanh(x @ params["W_h"].T + (r * h) @ params["U_h"].T + params["b_h"])
    return (1 - z) * h + z * h_tilde
