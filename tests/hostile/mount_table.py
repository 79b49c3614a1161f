"""Threat: paths of this machine, from the tables of mounts. Expect: nothing.

Control: gets something
"""


def attack():
    got = []
    for name in ("mounts", "mountinfo", "mountstats", "cgroup", "cmdline"):
        for place in ("/proc/self", "/proc/thread-self", "/proc"):
            try:
                with open(f"{place}/{name}") as file:
                    got.append(f"{place}/{name}: {file.read(60)!r}")
            except OSError:
                pass
    return got
