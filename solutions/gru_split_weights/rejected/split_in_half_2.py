"""Mistake: split-in-half. Caught by: split_shape."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def split_params(P):
    p = {}
    for g in "rzh":
        p["W_" + g], p["U_" + g] = np.array_split(P["W_" + g], 2)
        p["b_" + g] = P["b_" + g]
    return p


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
