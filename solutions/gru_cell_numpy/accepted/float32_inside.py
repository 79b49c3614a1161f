"""Accepted: computes in float32 throughout."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    x, h = x_t.astype(np.float32), h_prev.astype(np.float32)
    p = {key: value.astype(np.float32) for key, value in params.items()}
    r = 1 / (1 + np.exp(-(p["W_r"] @ x + p["U_r"] @ h + p["b_r"])))
    z = 1 / (1 + np.exp(-(p["W_z"] @ x + p["U_z"] @ h + p["b_z"])))
    return (1 - z) * h + z * np.tanh(p["W_h"] @ x + p["U_h"] @ (r * h) + p["b_h"])
