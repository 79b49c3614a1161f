"""Accepted: in place, but in copies of its own."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    r, z, h_tilde = (params[f"W_{g}"] @ x_t for g in ("r", "z", "h"))
    for a, g in ((r, "r"), (z, "z")):
        a += params[f"U_{g}"] @ h_prev
        a += params[f"b_{g}"]
        np.negative(a, out=a)
        np.exp(a, out=a)
        a += 1
        np.reciprocal(a, out=a)
    h_tilde += params["U_h"] @ (r * h_prev) + params["b_h"]
    np.tanh(h_tilde, out=h_tilde)
    h = h_prev.copy()
    h *= 1 - z
    h += z * h_tilde
    return h
