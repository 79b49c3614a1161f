"""Threat: exec in place, which would drop the interpreter. Expect: nothing."""

import os
import sys


def attack():
    for attempt in (
        lambda: os.execv("/bin/sh", ["sh", "-c", "exit 0"]),
        lambda: os.execv(sys.executable, ["python", "-c", ""]),
        lambda: os.execve(os.open("/usr/lib", os.O_PATH), ["x"], {}),
        lambda: os.execv("/proc/self/exe", ["python", "-c", ""]),
        lambda: os.execv("/lib64/ld-linux-x86-64.so.2", ["ld", "/bin/true"]),
    ):
        try:
            attempt()
        except OSError:
            pass
    return []
