"""Mistake: swapped-update-gate. Caught by: z0_keeps."""


def gru_blend(h_prev, h_tilde, z):
    return z * h_prev + (1 - z) * h_tilde
