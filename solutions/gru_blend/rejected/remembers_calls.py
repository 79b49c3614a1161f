"""Mistake: remembers-calls. Caught by: repeats."""

state = {}


def gru_blend(h_prev, h_tilde, z):
    old = state.get(len(z), h_prev)
    state[len(z)] = (1 - z) * old + z * h_tilde
    return state[len(z)]
