"""Accepted: the closed form in NumPy: right, but it cannot be traced.

Remark: not-traceable
"""

import numpy as np


def gru_jacobian(P, x, h_prev):
    P = {k: np.asarray(v, np.float64) for k, v in P.items()}
    x, h = np.asarray(x, np.float64), np.asarray(h_prev, np.float64)
    xh = np.concatenate([x, h])
    r = 1 / (1 + np.exp(-(xh @ P["W_r"] + P["b_r"])))
    z = 1 / (1 + np.exp(-(xh @ P["W_z"] + P["b_z"])))
    n = np.tanh(np.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
    U_r, U_z, U_h = (P["W_" + g][len(x) :] for g in "rzh")
    keep = np.diag(1 - z)
    J = keep + ((n - h) * z * (1 - z) * U_z).T
    J += (z * (1 - n**2) * ((r[:, None] * U_h) + U_r @ np.diag(h * r * (1 - r)) @ U_h)).T
    return J.astype(np.float32), keep.astype(np.float32)
