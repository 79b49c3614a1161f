"""Threat: a read of address 0. Expect: died.

Says: SIGSEGV|139|ended
"""

import ctypes


def attack():
    return [ctypes.string_at(0)]
