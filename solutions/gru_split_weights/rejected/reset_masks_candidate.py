"""Mistake: reset-masks-candidate. Caught by: r0_forgets."""

import numpy as np


def split_params(P):
    n, H = P["W_r"].shape
    D = n - H
    return {
        "W_r": P["W_r"][:D],
        "W_z": P["W_z"][:D],
        "W_h": P["W_h"][:D],
        "U_r": P["W_r"][D:],
        "U_z": P["W_z"][D:],
        "U_h": P["W_h"][D:],
        "b_r": P["b_r"],
        "b_z": P["b_z"],
        "b_h": P["b_h"],
    }


def join_params(p):
    def stacked(g):
        return np.concatenate((p[f"W_{g}"], p[f"U_{g}"]), axis=0)

    return {
        "W_r": stacked("r"),
        "W_z": stacked("z"),
        "W_h": stacked("h"),
        "b_r": p["b_r"],
        "b_z": p["b_z"],
        "b_h": p["b_h"],
    }


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_step_split(x, h_prev, p):
    r = sigmoid(x @ p["W_r"] + h_prev @ p["U_r"] + p["b_r"])
    z = sigmoid(x @ p["W_z"] + h_prev @ p["U_z"] + p["b_z"])
    h_tilde = r * np.tanh(x @ p["W_h"] + h_prev @ p["U_h"] + p["b_h"])
    return (1 - z) * h_prev + z * h_tilde
