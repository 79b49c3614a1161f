"""Threat: descriptors that the judge left open. Expect: nothing."""

import os
import stat
import tempfile


def attack():
    got = []
    kinds = {"pipe": 0}
    for descriptor in range(4096):
        try:
            mode = os.fstat(descriptor).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode):
            kinds["pipe"] += 1
            continue
        try:
            path = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            path = "?"
        if path not in ("/dev/null",) and not path.startswith(tempfile.gettempdir()):
            try:
                got.append(f"{descriptor}: {path} {os.pread(descriptor, 60, 0)!r}")
            except OSError:
                got.append(f"{descriptor}: {path}")
    if kinds["pipe"] > 6:  # questions, answers and prints, some of them under two numbers
        got.append(f"{kinds['pipe']} pipes")
    return got
