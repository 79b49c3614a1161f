"""Mistake: nothing-returned. Caught by: runs."""


def gru_blend(h_prev, h_tilde, z):
    print((1 - z) * h_prev + z * h_tilde)
