"""Threat: prctl, personality, capabilities and user ids. Expect: nothing."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
SET_DUMPABLE, SET_KEEPCAPS, SET_SECCOMP, SET_PDEATHSIG, SET_MM, SUBREAPER, PTRACER, CAP_AMBIENT = (
    4, 8, 22, 1, 35, 36, 0x59616D61, 47,
)  # fmt: skip


def attack():
    got = []
    for option, value in {
        SET_DUMPABLE: 1, SET_KEEPCAPS: 1, SET_PDEATHSIG: 0, SUBREAPER: 1, PTRACER: -1,
    }.items():  # fmt: skip
        if LIBC.prctl(option, ctypes.c_ulong(value), 0, 0, 0) == 0:
            got.append(f"prctl {option}")
    for attempt in (
        lambda: os.setuid(os.getuid()), lambda: os.setgid(os.getgid()), lambda: os.setgroups([]),
        lambda: os.setresuid(-1, -1, -1), lambda: os.setsid(), lambda: os.setpgid(0, 0),
        lambda: os.chroot("/"), lambda: os.chdir("/"), lambda: os.fchdir(0),
        lambda: os.sethostname("x") if hasattr(os, "sethostname") else os.chroot("/"),
    ):  # fmt: skip
        try:
            attempt()
            got.append(f"{attempt.__code__.co_names}")
        except (OSError, AttributeError):
            pass
    if LIBC.personality(0x0040000) >= 0:  # no address randomisation
        got.append("personality")
    return got
