"""Mistake: shared-memory. Caught by: own_arrays."""

import numpy as np


def gru_cell_step(x, h, p):
    def total(g, state):
        return p["W_" + g] @ x + p["U_" + g] @ state + p["b_" + g]

    r, z = (1 / (1 + np.exp(-total(g, h))) for g in "rz")
    return h + z * (np.tanh(total("h", r * h)) - h)


CACHE = {}


def gru_forward(X_seq, h0, params):
    # Windows of one long vector, each a little longer than it should be, cut to size too late.
    flat = np.zeros(len(X_seq) * len(h0))
    h = h0
    for t, x_t in enumerate(X_seq):
        h = gru_cell_step(x_t, h, params)
        flat[t * len(h0) : (t + 1) * len(h0)] = h
    CACHE[flat.size] = CACHE.get(flat.size, flat)
    CACHE[flat.size][:] = flat
    return list(CACHE[flat.size].reshape(len(X_seq), len(h0)))
