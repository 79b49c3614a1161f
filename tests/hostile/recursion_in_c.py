"""Threat: the C stack overrun, by nested data and code. Expect: died, raised or too much memory."""

import ast
import sys


def attack():
    sys.setrecursionlimit(10**9)
    nested = None
    for _ in range(2_000_000):
        nested = (nested,)
    hash(nested)
    ast.literal_eval("-" * 1_000_000 + "1")
    repr(nested)
    return ["survived"]
