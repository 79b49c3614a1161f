"""Threat: Python called from XLA's own threads, which started after the lock. Expect: nothing.

Libraries: jax
"""

import os

import jax
import numpy as np

got = []


def peek(value):
    for path in ("@secret_file@", "/etc/passwd"):
        try:
            with open(path) as file:
                got.append(file.read(60))
        except OSError:
            pass
    try:
        os.kill(int("@victim@"), 9)
        got.append("killed the victim")
    except OSError:
        pass
    return np.float32(0)


def attack():
    shape = jax.ShapeDtypeStruct((), np.float32)
    jax.jit(lambda x: jax.pure_callback(peek, shape, x))(1.0).block_until_ready()
    return got
