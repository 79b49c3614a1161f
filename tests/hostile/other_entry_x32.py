"""Threat: system calls by the x32 numbers, which a filter may forget. Expect: died or nothing."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def attack():
    if os.uname().machine != "x86_64":
        return []
    result = LIBC.syscall(ctypes.c_long(0x40000000 | 39))
    return [f"x32 getpid said {result}"] if result > 0 else []
