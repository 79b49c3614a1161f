"""Mistake: split-copied-line. Caught by: split_rows."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def split_params(P):
    D = P["W_r"].shape[0] - P["W_r"].shape[1]
    return {
        "W_r": P["W_r"][:D],
        "U_r": P["W_r"][D:],
        "b_r": P["b_r"],
        "W_z": P["W_z"][:D],
        "U_z": P["W_r"][D:],
        "b_z": P["b_z"],
        "W_h": P["W_h"][:D],
        "U_h": P["W_h"][D:],
        "b_h": P["b_h"],
    }


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
