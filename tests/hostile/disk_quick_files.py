"""Threat: files written and removed between two looks. Expect: raised, died or too much written.

What was written in all is bounded as well, not only what is there.
"""

import os
import tempfile


def attack():
    total = 0
    for number in range(200):
        path = f"{tempfile.gettempdir()}/{number}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
        total += os.write(descriptor, bytes(4 << 20))
        os.close(descriptor)
        os.unlink(path)
    return [f"wrote {total >> 20} MB"]
