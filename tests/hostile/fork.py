"""Threat: a child process by fork, vfork, clone and clone3. Expect: nothing.

Control: gets something
"""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
FORK, VFORK, CLONE, CLONE3, SIGCHLD = 57, 58, 56, 435, 17  # x86-64


def attack():
    got = []
    try:
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        got.append("os.fork")
    except OSError:
        pass
    if os.uname().machine != "x86_64":
        return got
    arguments = (ctypes.c_uint64 * 11)(0, 0, 0, 0, SIGCHLD)
    for name, call in {
        "fork": (FORK,), "clone": (CLONE, SIGCHLD, 0, 0, 0, 0),
        "clone3": (CLONE3, arguments, 88), "a new user": (CLONE, 0x10000000 | SIGCHLD, 0, 0, 0, 0),
    }.items():  # fmt: skip
        child = LIBC.syscall(*call)
        if child == 0:
            os._exit(0)
        if child > 0:
            os.waitpid(child, 0)
            got.append(name)
    return got
