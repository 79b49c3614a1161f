"""Mistake: recurrent-block-transposed. Caught by: z1_replaces."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """Row form, with the transpose on W only: U is square, so nothing complains."""

    def row(g, h):
        return x_t @ params["W_" + g].T + h @ params["U_" + g] + params["b_" + g]

    r = 1 / (1 + np.exp(-row("r", h_prev)))
    z = 1 / (1 + np.exp(-row("z", h_prev)))
    h_tilde = np.tanh(row("h", r * h_prev))
    return (1 - z) * h_prev + z * h_tilde
