"""Threat: literals too large to write out again. Expect: not passed."""

# @large_literal@


def double(x):
    return x
