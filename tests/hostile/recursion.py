"""Threat: recursion without end, with the limit lifted. Expect: died, raised or too much memory.

Seconds: 10
"""

import sys


def attack():
    sys.setrecursionlimit(10**9)
    return attack()
