"""Mistake: delta-parentheses. Caught by: z0_keeps."""


def gru_blend(h_prev, h_tilde, z):
    return (h_prev + z) * (h_tilde - h_prev)
