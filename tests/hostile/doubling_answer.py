"""Threat: forty levels that each hold the one below twice. Expect: not passed.

Seconds: 3
"""


def double(x):
    value = [x]
    for _ in range(40):
        value = [value, value]
    return value
