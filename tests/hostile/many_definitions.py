"""Threat: a quarter of a megabyte of definitions of each other. Expect: not passed."""

# @definitions@


def double(x):
    return x
