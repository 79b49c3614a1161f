"""Mistake: swapped-update-gate + recurrent-block-transposed. Caught by: z0_keeps."""

import numpy as np


def sigma(a):
    return 1 / (1 + np.exp(-a))


def gru_cell_step(x, h, p):
    r = sigma(np.dot(p["W_r"], x) + h @ p["U_r"] + p["b_r"])
    u = sigma(np.dot(p["W_z"], x) + h @ p["U_z"] + p["b_z"])
    cand = np.tanh(np.dot(p["W_h"], x) + (r * h) @ p["U_h"] + p["b_h"])
    return (1 - u) * cand + u * h
