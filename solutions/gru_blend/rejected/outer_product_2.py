"""Mistake: outer-product. Caught by: runs."""


def gru_blend(h_prev, h_tilde, z):
    dial = z[:, None]
    return (1 - dial) * h_prev + dial * h_tilde
