"""Threat: files that never had a name. Expect: raised, died or too much written."""

import ctypes
import os
import tempfile
import time

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.mmap.restype = ctypes.c_void_p
READ, SHARED = 1, 1


def attack():
    total = 0
    for _ in range(100):
        descriptor = os.open(tempfile.gettempdir(), os.O_RDWR | os.O_TMPFILE)
        total += os.write(descriptor, bytes(2 << 20))
        LIBC.mmap(None, ctypes.c_size_t(4096), READ, SHARED, descriptor, ctypes.c_long(0))
        os.close(descriptor)
        time.sleep(0.005)
    return [f"hid {total >> 20} MB"]
