"""Mistake: plus-in-keep-term. Caught by: z1_replaces."""


def gru_blend(h_prev, h_tilde, z):
    return (1 + z) * h_prev + z * h_tilde
