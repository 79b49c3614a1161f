"""Mistake: list-not-accepted. Caught by: list_input."""


def gru_output_layer(h_states, W_hy, b_y):
    T, _ = h_states.shape
    return h_states.dot(W_hy.T) + b_y
