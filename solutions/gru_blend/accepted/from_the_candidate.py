"""Accepted: the candidate, taken back by what is kept."""


def gru_blend(h_prev, h_tilde, z):
    return h_tilde - (1 - z) * (h_tilde - h_prev)
