"""Threat: the pipes opened again by /proc, at their other ends. Expect: nothing.

What can be had is one's own frames, never the judge's memory.
"""

import os


def attack():
    got = []
    for descriptor in range(64):
        try:
            copy = os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            continue
        try:
            data = os.read(copy, 1 << 16)
        except OSError:
            data = b""
        if b"hostile-canary" in data:
            got.append(f"{descriptor}: {data[:60]!r}")
        os.close(copy)
    return got
