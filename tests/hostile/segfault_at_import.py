"""Threat: a crash before any question. Expect: died."""

import ctypes

ctypes.memset(1, 0, 8)


def attack():
    return ["survived"]
