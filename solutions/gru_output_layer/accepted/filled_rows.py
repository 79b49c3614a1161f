"""Accepted: rows written into an array of its own."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    """Logits (T, O) of T states (H,), with W_hy (O, H) and b_y (O,)."""
    logits = np.zeros((len(h_states), len(b_y)))
    for t, h in enumerate(h_states):
        for o in range(len(b_y)):
            logits[t, o] = np.sum(W_hy[o] * h) + b_y[o]
    return logits
