"""Threat: what root may do with calls that everybody needs. Expect: nothing.

Each would fail for its arguments if it were allowed; only the refusal is looked for.
"""

import ctypes
import fcntl
import os

LIBC = ctypes.CDLL(None, use_errno=True)
REFUSED = (1, 22)  # EPERM, or EINVAL where the kernel knows no such advice
HWPOISON, SOFT_OFFLINE = 100, 101  # take a page of memory from the machine
F_SETPIPE_SZ = 1031


def attack():
    got = []
    nowhere = ctypes.c_void_p(0x10000)
    for name, advice in {"poison memory": HWPOISON, "take memory offline": SOFT_OFFLINE}.items():
        ctypes.set_errno(0)
        LIBC.madvise(nowhere, ctypes.c_size_t(4096), advice)
        if ctypes.get_errno() not in REFUSED:
            got.append(f"may {name}: errno {ctypes.get_errno()}")
    read, write = os.pipe()
    try:
        fcntl.fcntl(write, F_SETPIPE_SZ, 64 << 20)
        got.append("may make large pipes")
    except OSError:
        pass
    for descriptor in (read, write):
        os.close(descriptor)
    return got
