"""Threat: the answers' pipe made non-blocking, or replaced by another. Expect: not passed."""

import fcntl
import os


def double(x):
    read, write = os.pipe()
    for descriptor in range(3, 64):
        try:
            flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
            fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_NONBLOCK)
            if descriptor not in (read, write):
                os.dup2(write, descriptor)
        except OSError:
            pass
    os._exit(0)
