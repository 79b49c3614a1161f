"""Mistake: list-output. Caught by: runs."""


def gru_blend(h_prev, h_tilde, z):
    return [
        (1 - dial) * old + dial * new for old, new, dial in zip(h_prev, h_tilde, z, strict=True)
    ]
