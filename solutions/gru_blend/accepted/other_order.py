"""Accepted: the terms and factors in another order."""


def gru_blend(h_prev, h_tilde, z):
    return h_tilde * z + h_prev * (1.0 - z)
