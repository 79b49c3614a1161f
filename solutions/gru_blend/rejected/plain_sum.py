"""Mistake: plain-sum. Caught by: z0_keeps."""


def gru_blend(h_prev, h_tilde, z):
    return h_prev + h_tilde
