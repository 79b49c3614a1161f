"""Threat: io_uring, which opens files without the calls that a filter sees. Expect: nothing.

Control: gets something
"""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
SETUP = 425  # on every architecture


def attack():
    descriptor = LIBC.syscall(SETUP, 4, ctypes.create_string_buffer(256))
    if descriptor < 0:
        return []
    os.close(descriptor)
    return ["io_uring_setup"]
