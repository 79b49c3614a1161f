"""Accepted: other names for the arguments, a self-test and a print."""

import numpy as np


def sigma(v):
    return 0.5 * (1 + np.tanh(0.5 * v))


def gru_cell_step(inp, state, weights):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""
    print("step", inp.shape, state.shape)
    reset = sigma(weights["W_r"].dot(inp) + weights["U_r"].dot(state) + weights["b_r"])
    update = sigma(weights["W_z"].dot(inp) + weights["U_z"].dot(state) + weights["b_z"])
    memory = np.multiply(reset, state)
    new = np.tanh(weights["W_h"].dot(inp) + weights["U_h"].dot(memory) + weights["b_h"])
    return np.add(np.multiply(1.0 - update, state), np.multiply(update, new))


if __name__ == "__main__":
    D, H = 3, 2
    zeros = {
        f"{k}_{g}": np.zeros(s) for k, s in dict(W=(H, D), U=(H, H), b=H).items() for g in "rzh"
    }
    assert np.allclose(gru_cell_step(np.ones(D), np.ones(H), zeros), 0.5)
