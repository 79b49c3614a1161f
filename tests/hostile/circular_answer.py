"""Threat: an answer that contains itself. Expect: not passed.

Seconds: 3
"""


def double(x):
    value = [x]
    value.append({"again": value, "twice": (value, value)})
    return value
