"""Accepted: columns inside, flattened at the end."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    x, h = x_t[:, None], h_prev[:, None]
    b_r, b_z, b_h = (params[k][:, None] for k in ("b_r", "b_z", "b_h"))
    r = 1 / (1 + np.exp(-(params["W_r"] @ x + params["U_r"] @ h + b_r)))
    z = 1 / (1 + np.exp(-(params["W_z"] @ x + params["U_z"] @ h + b_z)))
    h_tilde = np.tanh(params["W_h"] @ x + params["U_h"] @ (r * h) + b_h)
    return ((1 - z) * h + z * h_tilde).ravel()
