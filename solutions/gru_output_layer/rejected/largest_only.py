"""Mistake: largest-only. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    logits = np.asarray(h_states) @ W_hy.T + b_y
    return logits.max(axis=1)
