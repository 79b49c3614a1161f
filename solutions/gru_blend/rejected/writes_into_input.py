"""Mistake: writes-into-input. Caught by: inputs_kept."""


def gru_blend(h_prev, h_tilde, z):
    h_prev *= 1 - z
    h_prev += z * h_tilde
    return h_prev
