"""Mistake: first-gate-for-all. Caught by: per_unit."""


def gru_blend(h_prev, h_tilde, z):
    return (1 - z[0]) * h_prev + z[0] * h_tilde
