import numpy as np


def gru_cell_step(x_t, h_prev, params):
    xh = np.concatenate([x_t, h_prev])
    r = 1 / (1 + np.exp(-(params["W_r"] @ xh + params["b_r"])))
    z = 1 / (1 + np.exp(-(params["W_z"] @ xh + params["b_z"])))
    h_tilde = np.tanh(params["W_h"] @ np.concatenate([x_t, r * h_prev]) + params["b_h"])
    return (1 - z) * h_prev + z * h_tilde
