"""Accepted: the old state plus a step towards the candidate."""


def gru_blend(h_prev, h_tilde, z):
    return h_prev + z * (h_tilde - h_prev)
