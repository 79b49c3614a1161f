"""Threat: words instead of numbers. Expect: not passed."""


def double(x):
    return "passed"
