"""Mistake: shared-weights. Caught by: z1_replaces."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    def layer(h, b, f):
        return f(params["W_r"] @ x_t + params["U_r"] @ h + b)

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    r, z = layer(h_prev, params["b_r"], sigmoid), layer(h_prev, params["b_z"], sigmoid)
    return (1 - z) * h_prev + z * layer(r * h_prev, params["b_h"], np.tanh)
