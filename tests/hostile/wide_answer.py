"""Threat: an answer of a million parts. Expect: not passed."""


def double(x):
    return [{str(n): n} for n in range(1_000_000)]
