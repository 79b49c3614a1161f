"""Threat: the same files by other roads: `..`, /proc/self/root, links in /proc. Expect: nothing.

Control: gets something
"""

import os

SECRET = "@secret_file@"
UP = "../" * 12
ROADS = [
    UP.rstrip("/"), "/proc/self/root", "/proc/self/cwd/" + UP, "/proc/thread-self/root",
    "/proc/1/root", f"/proc/{os.getppid()}/root", "/proc/@judge@/root", "/proc/@judge@/cwd/" + UP,
    "/dev/fd/0/" + UP, "/proc/self/task/../root", "/usr/lib/" + UP, "/tmp/" + UP, "//",
    "/proc/self/fd/0/" + UP, "/sys/devices/system/cpu/" + UP, "/lib/" + UP,
]  # fmt: skip


def attack():
    got = []
    for road in ROADS:
        for target in (SECRET, "/etc/passwd", "@repository@/solutions/gru_cell/reference.py"):
            try:
                with open(road.rstrip("/") + target, "rb") as file:
                    got.append(f"{road}{target}: {file.read(40)!r}")
            except OSError:
                pass
    return got
