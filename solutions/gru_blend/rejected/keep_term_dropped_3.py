"""Mistake: keep-term-dropped. Caught by: z0_keeps."""


def gru_blend(h_prev, h_tilde, z):
    old = (1 - z) * h_prev
    new = z * h_tilde
    return new
