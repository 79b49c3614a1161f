"""Threat: jax.py, sitecustomize.py, conftest.py planted for others. Expect: nothing."""

import os
import sys

NAMES = [
    "jax.py", "flax.py", "numpy.py", "sitecustomize.py", "usercustomize.py", "conftest.py",
    "@token@.pth", "__pycache__/@token@.pyc", "json.py", "pytest.ini", "setup.cfg",
]  # fmt: skip
PLACES = ["@secret_folder@", "@repository@/tests", "@home@/.local/lib", *sys.path]


def attack():
    got = []
    for place in PLACES:
        for name in NAMES:
            path = f"{place}/{name}"
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
                got.append(path)
                os.unlink(path)
            except OSError:
                pass
    return got
