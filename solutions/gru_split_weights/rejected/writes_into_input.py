"""Mistake: writes-into-input. Caught by: inputs_kept.

The dict that is handed in is changed and returned.
"""

import numpy as np


def split_params(P):
    H = P["W_r"].shape[1]
    for g in "rzh":
        P["U_" + g] = P["W_" + g][-H:]
        P["W_" + g] = P["W_" + g][:-H]
    return P


def join_params(p):
    P = {}
    for g in "rzh":
        P["W_" + g] = np.vstack([p["W_" + g], p["U_" + g]])
        P["b_" + g] = p["b_" + g]
    return P


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_step_split(x, h_prev, p):
    r = sigmoid(x @ p["W_r"] + h_prev @ p["U_r"] + p["b_r"])
    z = sigmoid(x @ p["W_z"] + h_prev @ p["U_z"] + p["b_z"])
    h_tilde = np.tanh(x @ p["W_h"] + (r * h_prev) @ p["U_h"] + p["b_h"])
    return (1 - z) * h_prev + z * h_tilde
