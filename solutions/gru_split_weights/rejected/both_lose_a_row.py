"""Mistake: both-lose-a-row. Caught by: split_shape."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def split_params(P):
    out = {}
    for g in "rzh":
        J = P["W_" + g]
        D = J.shape[0] - J.shape[1]
        out["W_" + g] = J[0 : D - 1]
        out["U_" + g] = J[D : D + J.shape[1] - 1]
        out["b_" + g] = P["b_" + g]
    return out


def join_params(p):
    P = {}
    for g in "rzh":
        P[f"W_{g}"] = np.concatenate([p[f"W_{g}"], p[f"U_{g}"]], axis=0)
        P[f"b_{g}"] = p[f"b_{g}"].copy()
    return P


def gru_step_split(x, h_prev, p):
    r = sigmoid(x @ p["W_r"] + h_prev @ p["U_r"] + p["b_r"])
    z = sigmoid(x @ p["W_z"] + h_prev @ p["U_z"] + p["b_z"])
    h_tilde = np.tanh(x @ p["W_h"] + (r * h_prev) @ p["U_h"] + p["b_h"])
    return (1 - z) * h_prev + z * h_tilde
