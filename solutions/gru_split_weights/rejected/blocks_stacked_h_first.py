"""Mistake: blocks-stacked-h-first. Caught by: z1_replaces."""

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
    P = join_params(p)
    hx = np.concatenate([h_prev, x])
    r = sigmoid(hx @ P["W_r"] + P["b_r"])
    z = sigmoid(hx @ P["W_z"] + P["b_z"])
    n = np.tanh(np.concatenate([r * h_prev, x]) @ P["W_h"] + P["b_h"])
    return (1 - z) * h_prev + z * n
