"""Threat: files removed while mapped. Expect: raised, died or too much written.

No listing shows them, no descriptor holds them, and each counts as one page of memory.
"""

import ctypes
import os
import tempfile
import time

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.mmap.restype = ctypes.c_void_p
READ, SHARED = 1, 1


def attack():
    total = 0
    for number in range(100):
        path = f"{tempfile.gettempdir()}/{number}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
        total += os.write(descriptor, bytes(2 << 20))
        LIBC.mmap(None, ctypes.c_size_t(4096), READ, SHARED, descriptor, ctypes.c_long(0))
        os.unlink(path)
        os.close(descriptor)
        time.sleep(0.005)
    return [f"hid {total >> 20} MB"]
