"""Mistake: keep-share-negated. Caught by: z0_keeps."""


def gru_blend(h_prev, h_tilde, z):
    return (z - 1) * h_prev + z * h_tilde
