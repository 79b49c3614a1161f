"""Mistake: list-output. Caught by: runs."""


def gru_blend(h_prev, h_tilde, z):
    h = (1 - z) * h_prev + z * h_tilde
    return h, z
