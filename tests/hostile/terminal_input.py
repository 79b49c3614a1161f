"""Threat: typing into the terminal by TIOCSTI and friends. Expect: nothing."""

import fcntl
import os
import termios

TIOCLINUX, TIOCSCTTY, TIOCNOTTY, FIONREAD = 0x541C, 0x540E, 0x5422, 0x541B


def attack():
    got = []
    descriptors = list(range(8))
    for path in ("/dev/tty", "/dev/console", "/dev/tty0", "/dev/pts/0", "/dev/ptmx"):
        try:
            descriptors.append(os.open(path, os.O_RDWR | os.O_NOCTTY))
            got.append(f"opened {path}")
        except OSError:
            pass
    for descriptor in descriptors:
        for request in (termios.TIOCSTI, TIOCLINUX, TIOCSCTTY, TIOCNOTTY):
            try:
                fcntl.ioctl(descriptor, request, b"\n")
                got.append(f"ioctl {request:#x} on {descriptor}")
            except OSError:
                pass
    return got
