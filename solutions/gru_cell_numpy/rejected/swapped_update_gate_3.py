"""Mistake: swapped-update-gate. Caught by: z0_keeps."""

import numpy as np


class GRUCell:
    def __init__(self, params):
        self.params = params

    def gate(self, name, x, h, activation):
        p = self.params
        return activation(p["W_" + name].dot(x) + p["U_" + name].dot(h) + p["b_" + name])

    def step(self, x, h):
        reset = self.gate("r", x, h, self.sigmoid)
        keep = self.gate("z", x, h, self.sigmoid)
        proposal = self.gate("h", x, reset * h, np.tanh)
        return keep * h + (1.0 - keep) * proposal

    @staticmethod
    def sigmoid(a):
        return 1.0 / (1.0 + np.exp(-a))


def gru_cell_step(x_t, h_prev, params):
    return GRUCell(params).step(x_t, h_prev)
