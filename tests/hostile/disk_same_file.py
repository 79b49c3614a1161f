"""Threat: one file written over and over. Expect: raised, died, timed out or too much written.

Seconds: 5
"""

import os
import tempfile


def attack():
    total = 0
    descriptor = os.open(f"{tempfile.gettempdir()}/same", os.O_RDWR | os.O_CREAT)
    for _ in range(400):
        total += os.pwrite(descriptor, bytes(4 << 20), 0)
        os.fdatasync(descriptor)
    return [f"wrote {total >> 20} MB to the disk"]
