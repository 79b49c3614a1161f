"""Accepted: a class does the work."""

import numpy as np


class Readout:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def __call__(self, h):
        return self.b + h @ self.W.T


def gru_output_layer(h_states, W_hy, b_y):
    """Apply one Readout, W_hy (O, H) and b_y (O,), to T states at once: (T, O)."""
    return Readout(W_hy, b_y)(np.vstack(h_states))
