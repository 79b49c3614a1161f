"""Mistake: add-without-forget. Caught by: z1_replaces."""


def gru_blend(h_prev, h_tilde, z):
    h = h_prev.copy()
    h += z * h_tilde
    return h
