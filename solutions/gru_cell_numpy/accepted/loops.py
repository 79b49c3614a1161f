"""Accepted: no array arithmetic at all."""

import math

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    D, H = len(x_t), len(h_prev)

    def total(g, i, h):
        a = params["b_" + g][i]
        for j in range(D):
            a += params["W_" + g][i, j] * x_t[j]
        for j in range(H):
            a += params["U_" + g][i, j] * h[j]
        return a

    def sigmoid(a):
        return 0.5 * (1 + math.tanh(a / 2))

    masked = [sigmoid(total("r", j, h_prev)) * h_prev[j] for j in range(H)]
    h = np.zeros(H)
    for i in range(H):
        z = sigmoid(total("z", i, h_prev))
        h[i] = (1 - z) * h_prev[i] + z * math.tanh(total("h", i, masked))
    return h
