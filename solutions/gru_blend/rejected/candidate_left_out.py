"""Mistake: candidate-left-out. Caught by: z1_replaces."""


def gru_blend(h_prev, h_tilde, z):
    return (1 - z) * h_prev + z
