"""Mistake: wrong-dtype. Caught by: runs."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    logits = np.zeros((len(h_states), len(b_y)), dtype=int)
    for t, h in enumerate(h_states):
        logits[t] = W_hy @ h + b_y
    return logits
