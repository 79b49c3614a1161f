"""Threat: enormous files without contents. Expect: nothing, raised, died or too much written."""

import os
import tempfile


def attack():
    got = []
    for size in (1 << 30, 1 << 40, 1 << 62):
        try:
            descriptor = os.open(f"{tempfile.gettempdir()}/{size}", os.O_RDWR | os.O_CREAT)
            os.ftruncate(descriptor, size)
            got.append(f"a file of {size} bytes")
        except OSError:
            pass
    return got
