"""Threat: a number too large to compute. Expect: timed out, raised or too much memory.

Seconds: 0.5
"""


def attack():
    return [len(str(3 ** (10**9)))]
