"""Accepted: computes in float64 whatever comes in."""

import numpy as np


def split_params(P):
    P = {k: np.asarray(v, float) for k, v in P.items()}
    D = np.subtract(*P["W_r"].shape)
    tops = {f"W_{g}": P[f"W_{g}"][:D] for g in "rzh"}
    bottoms = {f"U_{g}": P[f"W_{g}"][D:] for g in "rzh"}
    return {**P, **tops, **bottoms}


def join_params(p):
    P = {}
    for name in p:
        if name.startswith("U"):
            continue
        v = np.array(p[name], dtype=np.float64)
        if name.startswith("W"):
            v = np.append(v, p["U" + name[1:]], axis=0)
        P[name] = v
    return P


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def gru_step_split(x, h_prev, p):
    r = sigmoid(x @ p["W_r"] + h_prev @ p["U_r"] + p["b_r"])
    z = sigmoid(x @ p["W_z"] + h_prev @ p["U_z"] + p["b_z"])
    h_tilde = np.tanh(x @ p["W_h"] + (r * h_prev) @ p["U_h"] + p["b_h"])
    return (1 - z) * h_prev + z * h_tilde
