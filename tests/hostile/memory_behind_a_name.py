"""Threat: memory, by a process whose name is no text. Expect: too much memory.

Whoever reads its numbers from /proc reads the name with them.
"""

import ctypes
import time

SET_NAME = 15


def attack():
    ctypes.CDLL(None).prctl(SET_NAME, b"\xff\xfe) R 1 \n(", 0, 0, 0)
    kept = [bytearray(b"\1" * (16 << 20)) for _ in range(60)]
    time.sleep(0.5)
    return [f"took {len(kept) * 16} MB"]
