"""Threat: secrets in the environment, of this process and of others. Expect: nothing.

Control: gets something
"""

import ctypes
import os

PLAIN = {
    "HOME", "LANG", "TMPDIR", "JAX_PLATFORMS", "TF_CPP_MIN_LOG_LEVEL", "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX", "LC_CTYPE", "PWD", "PATH",
    "XLA_FLAGS", "JAX_COMPILATION_CACHE_DIR", "PYTHONHASHSEED", "JAX_ENABLE_COMPILATION_CACHE",
    "JAX_PERSISTENT_CACHE_ENABLE_XLA_CACHES", "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS",
    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES",
}  # fmt: skip


def attack():
    got = [f"{name}={value}" for name, value in os.environ.items() if name not in PLAIN]
    libc = ctypes.CDLL(None)
    pointers = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    number = 0
    while pointers and pointers[number]:
        name = pointers[number].partition(b"=")[0].decode()
        got += [] if name in PLAIN else [name]
        number += 1
    for process in ("self", "1", str(os.getppid()), "@judge@", "@victim@"):
        try:
            with open(f"/proc/{process}/environ", "rb") as file:
                names = [part.partition(b"=")[0].decode() for part in file.read().split(b"\0")]
            got += [f"{process}: {name}" for name in names if name and name not in PLAIN]
        except OSError:
            pass
    return got
