"""Threat: an answer nested ten thousand deep. Expect: not passed."""


def double(x):
    value = []
    for _ in range(10_000):
        value = [value]
    return value
