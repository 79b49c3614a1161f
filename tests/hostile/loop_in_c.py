"""Threat: an endless loop in C, which no Python signal handler interrupts. Expect: timed out.

Seconds: 1
"""

import itertools


def attack():
    return [sum(itertools.repeat(0))]
