"""Mistake: remembers-calls. Caught by: repeats."""

import numpy as np

rows = {}


def gru_output_layer(h_states, W_hy, b_y):
    logits = np.asarray(h_states) @ W_hy.T + b_y
    rows[logits.shape] = logits + 0.1 * rows.get(logits.shape, 0)
    return rows[logits.shape]
