"""Threat: SIGKILL to another process by F_SETOWN and F_SETSIG on a pipe. Expect: nothing.

Control: gets something
"""

import fcntl
import os
import signal
import time

VICTIM = int("@victim@")


def attack():
    got = []
    read, write = os.pipe()
    for command, argument in (
        (fcntl.F_SETOWN, VICTIM), (fcntl.F_SETOWN, -VICTIM), (fcntl.F_SETSIG, signal.SIGKILL),
        (fcntl.F_NOTIFY, fcntl.DN_CREATE), (fcntl.F_SETLEASE, fcntl.F_RDLCK),
    ):  # fmt: skip
        try:
            fcntl.fcntl(read, command, argument)
            got.append(f"fcntl {command} {argument}")
        except OSError:
            pass
    try:
        flags = fcntl.fcntl(read, fcntl.F_GETFL)
        fcntl.fcntl(read, fcntl.F_SETFL, flags | os.O_ASYNC)
        os.write(write, b"x")
        time.sleep(0.1)
    except OSError:
        pass
    return got
