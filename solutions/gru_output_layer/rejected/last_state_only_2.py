"""Mistake: last-state-only. Caught by: runs."""


def gru_output_layer(h_states, W_hy, b_y):
    h = h_states[-1].reshape(1, -1)
    return h @ W_hy.T + b_y
