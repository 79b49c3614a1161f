"""Threat: so much taken that the fork server runs out of it. Expect: nothing, died.

Start: warm
Seconds: 3
"""

import mmap
import os
import threading
import time


def attack():
    held = []
    for take in (
        lambda: os.open("/dev/null", os.O_RDONLY), os.pipe, lambda: mmap.mmap(-1, 1 << 20),
        lambda: threading.Thread(target=time.sleep, args=(60,), daemon=True).start(),
    ):  # fmt: skip
        try:
            for _ in range(100):
                held.append(take())
        except (OSError, RuntimeError, MemoryError):
            pass
    return []
