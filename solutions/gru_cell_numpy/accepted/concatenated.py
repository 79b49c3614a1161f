"""Accepted: one matrix [W U] for each gate and a vector [x; h]."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    xh = np.hstack([x_t, h_prev])
    M = {g: np.hstack([params["W_" + g], params["U_" + g]]) for g in "rzh"}
    r = 1 / (1 + np.exp(-(M["r"] @ xh + params["b_r"])))
    z = 1 / (1 + np.exp(-(M["z"] @ xh + params["b_z"])))
    h_tilde = np.tanh(M["h"] @ np.hstack([x_t, r * h_prev]) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
