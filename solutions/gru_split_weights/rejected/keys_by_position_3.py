"""Mistake: keys-by-position. Caught by: join_shape."""

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
    Wr, Ur, Wz, Uz, Wh, Uh, br, bz, bh = p.values()
    W = [np.concatenate(pair) for pair in ((Wr, Ur), (Wz, Uz), (Wh, Uh))]
    return {"W_r": W[0], "W_z": W[1], "W_h": W[2], "b_r": br, "b_z": bz, "b_h": bh}


def gru_step_split(x, h_prev, p):
    r = sigmoid(x @ p["W_r"] + h_prev @ p["U_r"] + p["b_r"])
    z = sigmoid(x @ p["W_z"] + h_prev @ p["U_z"] + p["b_z"])
    h_tilde = np.tanh(x @ p["W_h"] + (r * h_prev) @ p["U_h"] + p["b_h"])
    h = (1 - z) * h_prev + z * h_tilde
    return h
