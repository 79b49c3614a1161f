"""Mistake: halves-exchanged. Caught by: split_shape."""

import numpy as np


def split_params(P):
    p = {}
    for g in "rzh":
        W = P["W_" + g]
        H = W.shape[1]
        D = W.shape[0] - H
        p["U_" + g] = W[:D]
        p["W_" + g] = W[D:]
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
    r = sigmoid(x @ p["W_r"] + h_prev @ p["U_r"] + p["b_r"])
    z = sigmoid(x @ p["W_z"] + h_prev @ p["U_z"] + p["b_z"])
    h_tilde = np.tanh(x @ p["W_h"] + (r * h_prev) @ p["U_h"] + p["b_h"])
    return (1 - z) * h_prev + z * h_tilde
