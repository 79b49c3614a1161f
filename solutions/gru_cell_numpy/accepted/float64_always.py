"""Accepted: answers in float64 for float32 inputs too."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    x_t, h_prev = np.array(x_t, dtype=float), np.array(h_prev, dtype=float)
    sums = {g: params[f"W_{g}"] @ x_t + params[f"b_{g}"] for g in "rzh"}
    r = 1 / (1 + np.exp(-sums["r"] - params["U_r"] @ h_prev))
    z = 1 / (1 + np.exp(-sums["z"] - params["U_z"] @ h_prev))
    return (1 - z) * h_prev + z * np.tanh(sums["h"] + params["U_h"] @ (r * h_prev))
