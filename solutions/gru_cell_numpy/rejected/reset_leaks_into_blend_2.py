"""Mistake: reset-leaks-into-blend. Caught by: zero_halves."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    def layer(name, h, f):
        return f(params[f"W_{name}"] @ x_t + params[f"U_{name}"] @ h + params[f"b_{name}"])

    def sigmoid(a):
        return 0.5 + 0.5 * np.tanh(0.5 * a)

    r, z = layer("r", h_prev, sigmoid), layer("z", h_prev, sigmoid)
    h_prev = r * h_prev
    return (1 - z) * h_prev + z * layer("h", h_prev, np.tanh)
