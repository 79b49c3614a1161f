"""Accepted: column vectors and transposed matrices inside the step."""

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
    r = sigmoid(p["W_r"].T @ x + p["U_r"].T @ h_prev + p["b_r"])
    z = sigmoid(p["W_z"].T @ x + p["U_z"].T @ h_prev + p["b_z"])
    n = np.tanh(p["W_h"].T @ x + p["U_h"].T @ (r * h_prev) + p["b_h"])
    return (1 - z) * h_prev + z * n
