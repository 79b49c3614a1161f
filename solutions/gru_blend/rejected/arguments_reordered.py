"""Mistake: arguments-reordered. Caught by: z0_keeps."""


def gru_blend(z, h_prev, h_tilde):
    return (1 - z) * h_prev + z * h_tilde
