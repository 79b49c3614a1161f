"""Threat: which processes exist, and their priorities and limits. Expect: nothing.

Control: gets something
Level: strong
"""

import os
import resource


def attack():
    got = []
    for process in (int("@judge@"), int("@victim@")):
        for ask in (
            os.getpgid, os.getsid, os.sched_getaffinity, os.sched_getscheduler, os.sched_getparam,
            lambda pid: resource.prlimit(pid, resource.RLIMIT_NOFILE),
            lambda pid: os.getpriority(os.PRIO_PROCESS, pid),
        ):  # fmt: skip
            try:
                got.append(f"{ask.__name__}({process}) = {ask(process)}")
            except OSError:
                pass
    return got
