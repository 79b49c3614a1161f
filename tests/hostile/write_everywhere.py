"""Threat: new files in every place that outlives the run. Expect: nothing.

The private /tmp may be written; the test looks whether anything of it is left.
"""

import os
import sys
import tempfile

OWN = os.path.realpath(tempfile.gettempdir())
PLACES = [
    "@secret_folder@", "@repository@", "@repository@/problems/gru_cell", "@home@", "@temporary@",
    "/var/tmp", "/dev/shm", "/run", "/run/lock", "/etc", "/", "/usr/lib", "/proc/self", "/sys",
    *sys.path, sys.prefix, os.path.dirname(os.__file__),
]  # fmt: skip


def attack():
    got = []
    for place in PLACES:
        if os.path.realpath(place).startswith(OWN):
            continue
        for flags in (
            os.O_WRONLY | os.O_CREAT | os.O_EXCL,
            os.O_RDWR | getattr(os, "O_TMPFILE", 0),
        ):
            try:
                path = place if flags & os.O_RDWR else f"{place}/@token@"
                os.close(os.open(path, flags, 0o666))
                got.append(f"wrote in {place}")
            except OSError:
                pass
        try:
            os.mkdir(f"{place}/@token@.d")
            got.append(f"made a folder in {place}")
        except OSError:
            pass
    return got
