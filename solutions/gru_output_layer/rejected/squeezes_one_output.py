"""Mistake: squeezes-one-output. Caught by: single."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    logits = np.asarray(h_states) @ W_hy.T + b_y
    return logits.squeeze(axis=1) if len(b_y) == 1 else logits
