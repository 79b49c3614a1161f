"""Threat: files removed while mapped. Expect: nothing, raised, died or too much written.

Says: wrote more than|Error
"""

import mmap
import os
import tempfile
import time


def attack():
    total, kept = 0, []
    for number in range(60):
        path = f"{tempfile.gettempdir()}/{number}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
        total += os.write(descriptor, bytes(2 << 20))
        kept.append(mmap.mmap(descriptor, 4096, prot=mmap.PROT_READ))
        os.unlink(path)
        os.close(descriptor)
        time.sleep(0.005)
    return [f"hid {total >> 20} MB"]
