"""Mistake: keep-term-dropped. Caught by: zero_halves."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """Unit by unit; the state starts at zero and the kept part is never put back."""

    def total(g, h, i):
        return sum(params["W_" + g][i] * x_t) + sum(params["U_" + g][i] * h) + params["b_" + g][i]

    H = h_prev.shape[0]
    r = np.array([1 / (1 + np.exp(-total("r", h_prev, i))) for i in range(H)])
    h = np.zeros_like(h_prev)
    for i in range(H):
        z_i = 1 / (1 + np.exp(-total("z", h_prev, i)))
        h[i] = (1 - z_i) * h[i] + z_i * np.tanh(total("h", r * h_prev, i))
    return h
