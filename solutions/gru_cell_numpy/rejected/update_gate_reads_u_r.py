"""Mistake: update-gate-reads-U_r. Caught by: all_used."""

import numpy as np

sigmoid = lambda a: 1 / (1 + np.exp(-a))  # noqa: E731


def gru_cell_step(x_t, h_prev, params):
    W, U, b = ({g: params[f"{k}_{g}"] for g in "rzh"} for k in "WUb")
    reset = sigmoid(W["r"] @ x_t + U["r"] @ h_prev + b["r"])
    update = sigmoid(W["z"] @ x_t + U["r"] @ h_prev + b["z"])
    n = np.tanh(W["h"] @ x_t + U["h"] @ (reset * h_prev) + b["h"])
    return (1 - update) * h_prev + update * n
