"""Mistake: column-output. Caught by: runs."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    def column(v):
        return np.reshape(v, (-1, 1))

    x, h = column(x_t), column(h_prev)
    P = {k: column(v) if k[0] == "b" else v for k, v in params.items()}
    r = 1 / (1 + np.exp(-(P["W_r"] @ x + P["U_r"] @ h + P["b_r"])))
    z = 1 / (1 + np.exp(-(P["W_z"] @ x + P["U_z"] @ h + P["b_z"])))
    return (1 - z) * h + z * np.tanh(P["W_h"] @ x + P["U_h"] @ (r * h) + P["b_h"])
