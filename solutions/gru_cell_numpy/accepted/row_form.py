"""Accepted: vectors as rows, with every matrix transposed."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""

    def row(g, h):
        return x_t @ params["W_" + g].T + h @ params["U_" + g].T + params["b_" + g]

    r, z = (1 / (1 + np.exp(-row(g, h_prev))) for g in "rz")
    return (1 - z) * h_prev + z * np.tanh(row("h", r * h_prev))
