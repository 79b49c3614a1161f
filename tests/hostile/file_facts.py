"""Threat: whether files exist, and their sizes and dates. Expect: nothing.

Landlock does not hide these; an own file tree does.

Control: gets something
Level: strong
"""

import os

PATHS = ["@secret_file@", "@repository@/README.md", "@repository@/solutions", "/etc/passwd"]


def attack():
    got = []
    for path in PATHS:
        for ask in (os.stat, os.lstat, os.statvfs, os.readlink):
            try:
                got.append(f"{ask.__name__} {path}: {ask(path)}"[:100])
            except OSError:
                pass
        if os.path.exists(path) or os.access(path, os.F_OK):
            got.append(f"{path} exists")
    return got
