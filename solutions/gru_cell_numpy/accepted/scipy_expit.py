"""Accepted: the sigmoid of SciPy."""

import numpy as np
from scipy.special import expit


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    p = params
    r = expit(p["W_r"] @ x_t + p["U_r"] @ h_prev + p["b_r"])
    z = expit(p["W_z"] @ x_t + p["U_z"] @ h_prev + p["b_z"])
    h_tilde = np.tanh(p["W_h"] @ x_t + p["U_h"] @ (r * h_prev) + p["b_h"])
    return (1 - z) * h_prev + z * h_tilde
