"""Mistake: remembers-calls. Caught by: repeats."""

import numpy as np

STATE = {}


def gru_cell_step(x_t, h_prev, params):
    """Keeps the state itself after the first call of a size."""
    h = STATE.get(h_prev.size, h_prev)
    r = 1 / (1 + np.exp(-(params["W_r"] @ x_t + params["U_r"] @ h + params["b_r"])))
    z = 1 / (1 + np.exp(-(params["W_z"] @ x_t + params["U_z"] @ h + params["b_z"])))
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h) + params["b_h"])
    STATE[h_prev.size] = (1 - z) * h + z * h_tilde
    return STATE[h_prev.size]
