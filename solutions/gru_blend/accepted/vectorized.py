"""Accepted: one unit at a time, under np.vectorize."""

import numpy as np


@np.vectorize
def mix(old, new, dial):
    return (1 - dial) * old + dial * new


def gru_blend(h_prev, h_tilde, z):
    return mix(h_prev, h_tilde, z)
