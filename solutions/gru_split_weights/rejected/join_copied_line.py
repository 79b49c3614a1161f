"""Mistake: join-copied-line. Caught by: join_rows."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def split_params(P):
    p = {}
    for g in "rzh":
        W = P["W_" + g]
        D = W.shape[0] - W.shape[1]
        p["W_" + g], p["U_" + g], p["b_" + g] = W[:D].copy(), W[D:].copy(), P["b_" + g].copy()
    return p


def join_params(p):
    return {
        "W_r": np.vstack([p["W_r"], p["U_r"]]),
        "b_r": p["b_r"],
        "W_z": np.vstack([p["W_z"], p["U_z"]]),
        "b_z": p["b_r"],
        "W_h": np.vstack([p["W_h"], p["U_h"]]),
        "b_h": p["b_h"],
    }


def gru_step_split(x, h_prev, p):
    r = sigmoid(x @ p["W_r"] + h_prev @ p["U_r"] + p["b_r"])
    z = sigmoid(x @ p["W_z"] + h_prev @ p["U_z"] + p["b_z"])
    h_tilde = np.tanh(x @ p["W_h"] + (r * h_prev) @ p["U_h"] + p["b_h"])
    return (1 - z) * h_prev + z * h_tilde
