"""Threat: files that never had a name. Expect: nothing, raised or too much written."""

import mmap
import os
import tempfile


def attack():
    total, kept = 0, []
    for _ in range(60):
        try:
            descriptor = os.open(tempfile.gettempdir(), os.O_RDWR | os.O_TMPFILE)
        except OSError:
            continue
        total += os.write(descriptor, bytes(2 << 20))
        kept.append(mmap.mmap(descriptor, 4096, prot=mmap.PROT_READ))
        os.close(descriptor)
    return [f"hid {total >> 20} MB"] if total > 16 << 20 else []
