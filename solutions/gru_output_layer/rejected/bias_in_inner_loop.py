"""Mistake: bias-in-inner-loop. Caught by: zero_states."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    y = np.zeros((len(h_states), len(b_y)))
    for t, h in enumerate(h_states):
        for o in range(len(b_y)):
            for i in range(len(h)):
                y[t, o] += W_hy[o, i] * h[i] + b_y[o]
    return y
