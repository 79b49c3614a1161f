"""Threat: memory in shared anonymous maps. Expect: too much memory or raised.

Says: of memory|MemoryError|Cannot allocate
"""

import mmap


def attack():
    kept = []
    for _ in range(256):
        page = mmap.mmap(-1, 16 << 20, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
        page.write(b"\1" * (16 << 20))
        kept.append(page)
    return ["took 4 GB"]
