"""Threat: files below a path too long to name. Expect: nothing, raised, died or too much written.

Says: wrote more than|Error
"""

import os
import tempfile
import time


def attack():
    here = os.open(tempfile.gettempdir(), os.O_RDONLY)
    try:
        for _ in range(20):
            os.mkdir("d" * 250, dir_fd=here)
            here = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        for number in range(20):
            file = os.open(str(number), os.O_WRONLY | os.O_CREAT, dir_fd=here)
            os.write(file, bytes(2 << 20))
            os.close(file)
    except OSError:
        return []
    time.sleep(0.3)
    return ["hid 40 MB"]
