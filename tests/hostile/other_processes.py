"""Threat: the judge and other processes, by /proc. Expect: nothing.

Control: gets something
"""

import os

FILES = ("cmdline", "comm", "environ", "maps", "mem", "stat", "status", "io", "limits", "syscall")


def attack():
    got = []
    mine = {str(os.getpid()), "self", "thread-self"}
    try:
        got += [f"/proc lists {n}" for n in os.listdir("/proc") if n.isdigit() and n not in mine]
    except OSError:
        pass
    for process in {"1", str(os.getppid()), "@judge@", "@victim@"} - mine:
        for name in FILES:
            try:
                with open(f"/proc/{process}/{name}", "rb") as file:
                    got.append(f"{process}/{name}: {file.read(40)!r}")
            except OSError:
                pass
        for name in ("exe", "cwd", "root", "fd/0", "ns/pid"):
            try:
                got.append(f"{process}/{name}: {os.readlink(f'/proc/{process}/{name}')}")
            except OSError:
                pass
    return got
