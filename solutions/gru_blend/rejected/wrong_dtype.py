"""Mistake: wrong-dtype. Caught by: runs."""


def gru_blend(h_prev, h_tilde, z):
    return ((1 - z) * h_prev + z * h_tilde).astype(int)
