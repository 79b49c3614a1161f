"""Mistake: scalar-gate. Caught by: per_unit."""


def gru_blend(h_prev, h_tilde, z):
    dial = z.mean()
    return (1 - dial) * h_prev + dial * h_tilde
