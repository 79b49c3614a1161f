"""Mistake: bias-added-twice. Caught by: z1_replaces.

A helper for one product brings its bias along, and is used twice.
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


def affine(v, M, b):
    return v @ M + b


def gru_step_split(x, h_prev, p):
    r = sigmoid(affine(x, p["W_r"], p["b_r"]) + affine(h_prev, p["U_r"], p["b_r"]))
    z = sigmoid(affine(x, p["W_z"], p["b_z"]) + affine(h_prev, p["U_z"], p["b_z"]))
    n = np.tanh(affine(x, p["W_h"], p["b_h"]) + affine(r * h_prev, p["U_h"], p["b_h"]))
    return h_prev + z * (n - h_prev)
