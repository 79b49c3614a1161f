"""Threat: pipes of half a gigabyte. Expect: nothing or too much written."""

import fcntl
import os
import time

F_SETPIPE_SZ, SIZE = 1031, 256 << 20


def attack():
    held, pipes = 0, []
    for _ in range(8):
        pipes.append(os.pipe())
        try:
            fcntl.fcntl(pipes[-1][1], F_SETPIPE_SZ, SIZE)
        except OSError:
            continue
        os.set_blocking(pipes[-1][1], False)
        try:
            held += os.write(pipes[-1][1], bytes(SIZE))
        except OSError:
            pass
    time.sleep(0.2)
    for pair in pipes:
        for descriptor in pair:
            os.close(descriptor)
    return [f"held {held >> 20} MB"] if held > 64 << 20 else []
