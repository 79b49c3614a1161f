"""Mistake: reset-gate-reads-U_z. Caught by: all_used."""

import numpy as np


def sigma(a):
    return 1 / (1 + np.exp(-a))


def gru_cell_step(x, h, p):
    r = sigma(np.dot(p["W_r"], x) + np.dot(p["U_z"], h) + p["b_r"])
    u = sigma(np.dot(p["W_z"], x) + np.dot(p["U_z"], h) + p["b_z"])
    cand = np.tanh(np.dot(p["W_h"], x) + np.dot(p["U_h"], r * h) + p["b_h"])
    return (1 - u) * h + u * cand
