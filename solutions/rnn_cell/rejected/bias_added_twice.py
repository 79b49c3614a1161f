"""Mistake: bias-added-twice. Caught by: bias_alone."""

import numpy as np


def affine(v, W, b):
    return v @ W + b


def rnn_cell_step(x, h_prev, params):
    b = params["b_h"]
    return np.tanh(affine(x, params["W_xh"], b) + affine(h_prev, params["W_hh"], b))
