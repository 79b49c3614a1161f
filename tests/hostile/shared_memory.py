"""Threat: memory shared with other processes, which no limit counts. Expect: nothing."""

import ctypes
import os
from multiprocessing import shared_memory

LIBC = ctypes.CDLL(None, use_errno=True)


def attack():
    got = []
    segment = LIBC.shmget(0, 4096, 0o1600)
    if segment >= 0:
        got.append("shmget")
        LIBC.shmctl(segment, 0, None)
    if LIBC.semget(0, 1, 0o1600) >= 0:
        got.append("semget")
    for attempt in (
        lambda: os.memfd_create("x"),
        lambda: shared_memory.SharedMemory(create=True, size=4096).unlink(),
        lambda: os.open("/dev/shm/@token@", os.O_RDWR | os.O_CREAT),
        lambda: os.mkfifo("/tmp/@token@"),
    ):
        try:
            attempt()
            got.append(f"line {attempt.__code__.co_firstlineno}")
        except OSError:
            pass
    return got
