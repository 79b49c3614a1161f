"""Mistake: remembers-calls. Caught by: repeats."""

import numpy as np

rng = np.random.default_rng()


def gru_blend(h_prev, h_tilde, z):
    new = rng.random(z.shape) < z
    return np.where(new, h_tilde, h_prev)
