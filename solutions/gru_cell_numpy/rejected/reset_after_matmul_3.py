"""Mistake: reset-after-matmul. Caught by: r_per_unit."""

import numpy as np

sigmoid = np.vectorize(lambda a: 1 / (1 + np.exp(-a)))


def gru_cell_step(x_t, h_prev, params):
    from_x = {g: params["W_" + g] @ x_t + params["b_" + g] for g in "rzh"}
    from_h = {g: params["U_" + g] @ h_prev for g in "rzh"}
    r = sigmoid(from_x["r"] + from_h["r"])
    z = sigmoid(from_x["z"] + from_h["z"])
    h_tilde = np.tanh(from_x["h"] + r * from_h["h"])
    return h_prev + z * (h_tilde - h_prev)
