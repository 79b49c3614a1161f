"""Threat: right for one shape of question only. Expect: not passed."""


def double(x):
    return 2 * x if x.shape == (3,) else x
