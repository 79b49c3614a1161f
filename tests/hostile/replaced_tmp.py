"""Threat: the private /tmp exchanged for a link to others' files. Expect: nothing."""

import os
import tempfile

HERE = tempfile.gettempdir()


def attack():
    got = []
    for attempt in (
        lambda: os.rename(HERE, HERE + ".@token@"), lambda: os.rmdir(HERE),
        lambda: os.symlink("@secret_folder@", HERE), lambda: os.chmod(HERE, 0),
        lambda: os.rename("/tmp", "/tmp.@token@"), lambda: os.mkdir(HERE + ".@token@"),
    ):  # fmt: skip
        try:
            attempt()
            got.append(f"line {attempt.__code__.co_firstlineno}")
        except OSError:
            pass
    return got
