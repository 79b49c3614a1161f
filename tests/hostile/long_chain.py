"""Threat: source with a chain of calls, attributes and comparisons too long. Expect: not passed."""


def double(x):
    # @long_chain@
    return x
