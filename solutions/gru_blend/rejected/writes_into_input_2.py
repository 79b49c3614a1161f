"""Mistake: writes-into-input. Caught by: inputs_kept."""


def gru_blend(h_prev, h_tilde, z):
    old = (1 - z) * h_prev
    h_tilde *= z
    return old + h_tilde
