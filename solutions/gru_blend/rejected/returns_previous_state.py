"""Mistake: returns-previous-state. Caught by: z1_replaces."""


def gru_blend(h_prev, h_tilde, z):
    h = h_prev
    return h
