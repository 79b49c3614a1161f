"""Accepted: negative slices: the last H rows, and all but them."""

import numpy as np


def split_params(P):
    H = len(P["b_r"])
    p = {}
    for key, value in P.items():
        if key.startswith("W"):
            p[key] = value[:-H]
            p["U" + key[1:]] = value[-H:]
        else:
            p[key] = value
    return p


def join_params(p):
    def stacked(g):
        return np.concatenate((p[f"W_{g}"], p[f"U_{g}"]), axis=0)

    return {
        "W_r": stacked("r"),
        "W_z": stacked("z"),
        "W_h": stacked("h"),
        "b_r": p["b_r"],
        "b_z": p["b_z"],
        "b_h": p["b_h"],
    }


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_step_split(x, h_prev, p):
    r = sigmoid(x @ p["W_r"] + h_prev @ p["U_r"] + p["b_r"])
    z = sigmoid(x @ p["W_z"] + h_prev @ p["U_z"] + p["b_z"])
    h_tilde = np.tanh(x @ p["W_h"] + (r * h_prev) @ p["U_h"] + p["b_h"])
    return (1 - z) * h_prev + z * h_tilde
