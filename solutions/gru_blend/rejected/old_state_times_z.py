"""Mistake: old-state-times-z. Caught by: z0_keeps."""


def gru_blend(h_prev, h_tilde, z):
    return z * h_prev
