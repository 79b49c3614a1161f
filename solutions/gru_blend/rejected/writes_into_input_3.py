"""Mistake: writes-into-input. Caught by: inputs_kept."""


def gru_blend(h_prev, h_tilde, z):
    for i in range(len(z)):
        h_prev[i] += z[i] * (h_tilde[i] - h_prev[i])
    return h_prev
