"""Threat: a compilation cache or bytecode that a later run reads. Expect: nothing."""

import os

import numpy

PLACES = [
    os.environ.get("JAX_COMPILATION_CACHE_DIR", ""), os.path.expanduser("~/.cache/jax"),
    "@home@/.cache", os.path.dirname(numpy.__file__) + "/__pycache__",
    os.path.dirname(os.__file__) + "/__pycache__", "@repository@/grader/__pycache__",
    "@repository@/grader/runner/__pycache__",
]  # fmt: skip


def attack():
    got = []
    for place in filter(None, PLACES):
        try:
            os.close(os.open(f"{place}/@token@", os.O_WRONLY | os.O_CREAT))
            got.append(f"wrote in {place}")
        except OSError:
            pass
        try:
            for name in os.listdir(place)[:50]:
                with open(f"{place}/{name}", "r+b"):
                    got.append(f"opened {name} for writing")
        except OSError:
            pass
    return got[:20]
