"""Mistake: list-output. Caught by: runs."""


def gru_output_layer(h_states, W_hy, b_y):
    return [W_hy @ h + b_y for h in h_states]
