"""Mistake: last-state-only. Caught by: runs."""


def gru_output_layer(h_states, W_hy, b_y):
    return W_hy @ h_states[-1] + b_y
