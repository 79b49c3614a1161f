"""Threat: source full of control characters, which grows when it is sent. Expect: not passed."""

# @controls@


def double(x):
    return x
