"""Threat: source whose tree is deeper than Python recurses. Expect: not passed."""

# @long_sum@


def double(x):
    return x
