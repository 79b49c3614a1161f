"""Mistake: remembers-calls. Caught by: repeats."""

import numpy as np

last = {}


def gru_output_layer(h_states, W_hy, b_y):
    logits = np.asarray(h_states) @ W_hy.T + b_y
    if np.array_equal(last.get("states"), h_states):
        logits += last["logits"]
    last["states"], last["logits"] = h_states, logits
    return logits
