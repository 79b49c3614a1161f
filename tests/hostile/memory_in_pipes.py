"""Threat: memory in the kernel, as data in pipes. Expect: nothing or too much written.

The number of descriptors bounds it to some megabytes.
"""

import fcntl
import os

F_SETPIPE_SZ, MEGABYTE = 1031, 1 << 20


def attack():
    held, pipes = 0, []
    try:
        while len(pipes) < 1000:
            pipes.append(os.pipe())
            try:
                fcntl.fcntl(pipes[-1][1], F_SETPIPE_SZ, MEGABYTE)
            except OSError:
                pass
            os.set_blocking(pipes[-1][1], False)
            held += os.write(pipes[-1][1], bytes(MEGABYTE))
    except OSError:
        pass
    for pair in pipes:
        for descriptor in pair:
            os.close(descriptor)
    return [f"held {held >> 20} MB"] if held > 64 * MEGABYTE else []
