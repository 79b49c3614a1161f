"""Mistake: not-traceable. Caught by: compiles."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_scan(P, xs, h0):
    P = {name: np.asarray(array) for name, array in P.items()}
    h, hs = np.asarray(h0), []
    for x in np.asarray(xs):
        xh = np.concatenate([x, h])
        r = sigmoid(xh @ P["W_r"] + P["b_r"])
        z = sigmoid(xh @ P["W_z"] + P["b_z"])
        h_tilde = np.tanh(np.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
        h = (1 - z) * h + z * h_tilde
        hs.append(h)
    return h, np.array(hs)
