"""Accepted: the stub's docstring, with its TODO still in it.

Remark: no-docstring
"""

import numpy as np


def sigmoid(a):
    """Return 1 / (1 + exp(-a)), entry by entry, for sums of any size."""
    return 0.5 * (1 + np.tanh(a / 2))


def gru_cell_step(x_t, h_prev, params):
    """Return the state after one step.

    In a sentence each, say what the reset gate r, the update gate z, the candidate h_tilde and the
    state h are for: TODO.
    """
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
