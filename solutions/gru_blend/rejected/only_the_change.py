"""Mistake: only-the-change. Caught by: z0_keeps."""


def gru_blend(h_prev, h_tilde, z):
    return z * (h_tilde - h_prev)
