"""Threat: a user namespace, mounts, another root. Expect: nothing."""

import ctypes

LIBC = ctypes.CDLL(None, use_errno=True)
NEWUSER, NEWNS, NEWNET, NEWPID, FILES = 0x10000000, 0x20000, 0x40000000, 0x20000000, 0x400


def attack():
    got = []
    for name, flags in {
        "user": NEWUSER, "mount": NEWNS, "net": NEWNET, "pid": NEWPID, "files": FILES,
        "user and mount": NEWUSER | NEWNS,
    }.items():  # fmt: skip
        if LIBC.unshare(flags) == 0:
            got.append(f"unshare {name}")
    if LIBC.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0:
        got.append("mount")
    if LIBC.umount2(b"/proc", 2) == 0:
        got.append("umount")
    if LIBC.setns(0, 0) == 0:
        got.append("setns")
    return got
