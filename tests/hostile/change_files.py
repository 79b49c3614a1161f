"""Threat: files of others overwritten, cut, renamed, removed, given away. Expect: nothing.

Control: gets something
"""

import os

FILE = "@secret_file@"


def attack():
    got = []
    for attempt in (
        lambda: open(FILE, "ab").close(), lambda: open(FILE, "r+b").close(),
        lambda: os.truncate(FILE, os.stat(FILE).st_size), lambda: os.chmod(FILE, 0o644),
        lambda: os.utime(FILE), lambda: os.chown(FILE, -1, -1),
        lambda: os.rename(FILE, FILE + ".away") or os.rename(FILE + ".away", FILE),
        lambda: os.link(FILE, FILE + ".@token@"), lambda: os.unlink(FILE + ".gone"),
        lambda: os.rmdir("@secret_folder@/kept"), lambda: os.setxattr(FILE, "user.a", b"1"),
        lambda: os.mkfifo("@secret_folder@/@token@.fifo"),
    ):  # fmt: skip
        try:
            attempt()
            got.append(f"line {attempt.__code__.co_firstlineno}: {attempt.__code__.co_names}")
        except OSError:
            pass
    return got
