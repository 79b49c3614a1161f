"""Mistake: keys-by-position. Caught by: split_shape."""

import numpy as np


def split_params(P):
    W_r, W_z, W_h, b_r, b_z, b_h = P.values()
    H = b_r.size
    return {
        "W_r": W_r[:-H],
        "W_z": W_z[:-H],
        "W_h": W_h[:-H],
        "U_r": W_r[-H:],
        "U_z": W_z[-H:],
        "U_h": W_h[-H:],
        "b_r": b_r,
        "b_z": b_z,
        "b_h": b_h,
    }


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
