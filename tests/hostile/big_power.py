"""Threat: a number too large to compute. Expect: timed out, raised or too much memory.

Seconds: 1
"""


def attack():
    return [len(str(3 ** (10**9)))]
