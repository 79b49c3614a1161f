"""Mistake: dot-product. Caught by: runs."""


def gru_blend(h_prev, h_tilde, z):
    return sum((1 - z) * h_prev + z * h_tilde)
