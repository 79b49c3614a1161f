"""Mistake: old-state-left-out. Caught by: z0_keeps."""


def gru_blend(h_prev, h_tilde, z):
    return (1 - z) + z * h_tilde
