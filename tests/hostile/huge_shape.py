"""Threat: arrays of an enormous shape that hold nothing, or one number. Expect: not passed."""

import numpy as np

ANSWERS = [
    np.zeros((0, 1 << 30, 1 << 30), np.float32),
    np.broadcast_to(np.float32(2), (1 << 40,)),
    np.zeros((1,) * 60, np.float32),
]


def double(x):
    return ANSWERS.pop(0)
