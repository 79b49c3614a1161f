"""Mistake: reset-after-matmul. Caught by: r_per_unit.

All six products are computed first; the reset gate then comes too late.
"""

import numpy as np


def split_params(P):
    p = {}
    for g in "rzh":
        W = P["W_" + g]
        H = W.shape[1]
        D = W.shape[0] - H
        p["W_" + g] = W[:D]
        p["U_" + g] = W[D:]
        p["b_" + g] = P["b_" + g]
    return p


def join_params(p):
    P = {}
    for g in "rzh":
        P["W_" + g] = np.vstack([p["W_" + g], p["U_" + g]])
        P["b_" + g] = p["b_" + g]
    return P


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_step_split(x, h_prev, p):
    from_x = {g: x @ p["W_" + g] + p["b_" + g] for g in "rzh"}
    from_h = {g: h_prev @ p["U_" + g] for g in "rzh"}
    r = sigmoid(from_x["r"] + from_h["r"])
    z = sigmoid(from_x["z"] + from_h["z"])
    n = np.tanh(from_x["h"] + r * from_h["h"])
    return (1 - z) * h_prev + z * n
