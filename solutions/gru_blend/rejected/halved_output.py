"""Mistake: halved-output. Caught by: z0_keeps."""


def gru_blend(h_prev, h_tilde, z):
    return ((1 - z) * h_prev + z * h_tilde) / 2
