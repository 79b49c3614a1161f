"""Threat: a program too large to compile. Expect: timed out, too much computing or too much memory.

Libraries: jax
Seconds: 3
"""

import jax


def slow(x):
    for n in range(100_000):
        x = x @ x + n
    return x


def attack():
    return [jax.jit(slow)(jax.numpy.eye(4))]
