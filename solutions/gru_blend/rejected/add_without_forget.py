"""Mistake: add-without-forget. Caught by: z1_replaces."""


def gru_blend(h_prev, h_tilde, z):
    return h_prev + z * h_tilde
