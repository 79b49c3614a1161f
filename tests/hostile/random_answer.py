"""Threat: right or wrong by chance. Expect: not passed."""

import random


def double(x):
    return 2 * x if random.random() < 0.25 else x
