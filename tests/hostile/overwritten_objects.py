"""Threat: objects overwritten. Expect: died, raised, nothing, garbled or timed out.

Seconds: 2
"""

import ctypes


def attack():
    for value in (True, 1, (), ""):
        ctypes.memset(id(value), 0xFF, 24)
    return []
