"""Threat: process_vm_readv, process_vm_writev, pidfd_getfd, kcmp. Expect: nothing."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
VM_READ, VM_WRITE, KCMP, PIDFD_OPEN, PIDFD_GETFD, PROCESS_MADVISE = 310, 311, 312, 434, 438, 440


class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


def attack():
    if os.uname().machine != "x86_64":
        return []
    got = []
    own = ctypes.create_string_buffer(64)
    here = Piece(ctypes.addressof(own), 8)
    for target in {int("@judge@"), int("@victim@"), os.getppid()}:
        there = Piece(0x400000, 8)
        for name, number in {"read": VM_READ, "write": VM_WRITE}.items():
            ctypes.set_errno(0)
            LIBC.syscall(number, target, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
            if ctypes.get_errno() in (0, 14):  # allowed, if not at this address
                got.append(f"process_vm_{name}v {target}")
        if LIBC.syscall(KCMP, target, os.getpid(), 1, 0, 0) >= 0:
            got.append(f"kcmp {target}")
        handle = LIBC.syscall(PIDFD_OPEN, target, 0)
        if handle >= 0:
            got.append(f"pidfd_open {target}")
            if LIBC.syscall(PIDFD_GETFD, handle, 0, 0) >= 0:
                got.append(f"pidfd_getfd {target}")
    return got
