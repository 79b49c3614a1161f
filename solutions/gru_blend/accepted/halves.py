"""Accepted: the middle plus a signed half of the difference."""


def gru_blend(h_prev, h_tilde, z):
    return 0.5 * (h_prev + h_tilde) + (z - 0.5) * (h_tilde - h_prev)
