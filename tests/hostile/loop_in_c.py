"""Threat: an endless loop in C, which no Python signal handler interrupts. Expect: timed out.

Seconds: 0.5
"""

import itertools


def attack():
    return [sum(itertools.repeat(0))]
