"""Accepted: rows as (1, n) matrices inside, flattened at the end."""

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
    x, h = x[np.newaxis], h_prev[np.newaxis]
    W_gates = np.hstack([p["W_r"], p["W_z"]])
    U_gates = np.hstack([p["U_r"], p["U_z"]])
    b_gates = np.hstack([p["b_r"], p["b_z"]])
    r, z = np.split(sigmoid(x @ W_gates + h @ U_gates + b_gates), 2, axis=1)
    n = np.tanh(x @ p["W_h"] + (r * h) @ p["U_h"] + p["b_h"])
    return ((1 - z) * h + z * n).ravel()
