"""Mistake: remembers-calls. Caught by: repeats."""

import numpy as np

last = {}


def gru_blend(h_prev, h_tilde, z):
    if np.array_equal(last.get("z"), z):  # the gate has not moved: go on from there
        h_prev = last["h"]
    last["z"], last["h"] = z, (1 - z) * h_prev + z * h_tilde
    return last["h"]
