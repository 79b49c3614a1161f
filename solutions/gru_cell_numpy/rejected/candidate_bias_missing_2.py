"""Mistake: candidate-bias-missing. Caught by: z1_replaces."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    def total(g, h, bias=None):
        a = params["W_" + g].dot(x_t) + params["U_" + g].dot(h)
        return a if bias is None else a + params["b_" + bias]

    r = 1 / (1 + np.exp(-total("r", h_prev, "r")))
    z = 1 / (1 + np.exp(-total("z", h_prev, "z")))
    return (1 - z) * h_prev + z * np.tanh(total("h", r * h_prev))
