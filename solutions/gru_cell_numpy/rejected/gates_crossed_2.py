"""Mistake: gates-crossed. Caught by: z0_keeps."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_cell_step(x_t, h_prev, params):
    """Two vectors unpacked in the wrong order."""
    z, r = (
        sigmoid(params[f"W_{g}"] @ x_t + params[f"U_{g}"] @ h_prev + params[f"b_{g}"])
        for g in ("r", "z")
    )
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
