"""Mistake: gates-ignore-state. Caught by: all_used."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    gates = {}
    for g in ("r", "z"):
        gates[g] = 1 / (1 + np.exp(-np.einsum("hd,d->h", params["W_" + g], x_t) - params["b_" + g]))
    seen = gates["r"] * h_prev
    new = np.tanh(params["W_h"] @ x_t + params["U_h"] @ seen + params["b_h"])
    return (1 - gates["z"]) * h_prev + gates["z"] * new
