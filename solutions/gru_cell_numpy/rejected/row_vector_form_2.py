"""Mistake: row-vector-form. Caught by: runs."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """The equations of the Flax cell, on arrays that are stored the other way."""
    xh = np.concatenate([x_t, h_prev])
    W = {g: np.concatenate([params["W_" + g], params["U_" + g]]) for g in "rzh"}
    r = 1 / (1 + np.exp(-(xh @ W["r"] + params["b_r"])))
    z = 1 / (1 + np.exp(-(xh @ W["z"] + params["b_z"])))
    h_tilde = np.tanh(np.concatenate([x_t, r * h_prev]) @ W["h"] + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
