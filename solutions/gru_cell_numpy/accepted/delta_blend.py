"""Accepted: the blend as a step towards the candidate."""

import numpy as np


def affine(params, name, x, h):
    return params["W_" + name] @ x + params["U_" + name] @ h + params["b_" + name]


def sigmoid(a):
    return 0.5 + 0.5 * np.tanh(0.5 * a)


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    r = sigmoid(affine(params, "r", x_t, h_prev))
    z = sigmoid(affine(params, "z", x_t, h_prev))
    return h_prev + z * (np.tanh(affine(params, "h", x_t, r * h_prev)) - h_prev)
