"""Threat: the question is changed in place, so that the answer fits it. Expect: not passed."""


def double(x):
    x *= 0
    return x
