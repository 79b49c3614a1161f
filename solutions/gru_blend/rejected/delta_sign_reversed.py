"""Mistake: delta-sign-reversed. Caught by: z1_replaces."""


def gru_blend(h_prev, h_tilde, z):
    return h_prev + z * (h_prev - h_tilde)
