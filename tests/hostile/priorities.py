"""Threat: priority, cores, limits and scheduling of the judge. Expect: nothing."""

import os
import resource

JUDGE = int("@judge@")


def attack():
    got = []
    for attempt in (
        lambda: os.setpriority(os.PRIO_PROCESS, JUDGE, os.getpriority(os.PRIO_PROCESS, JUDGE)),
        lambda: os.sched_setaffinity(JUDGE, {0, 1}),
        lambda: os.sched_setscheduler(JUDGE, os.SCHED_OTHER, os.sched_param(0)),
        lambda: resource.prlimit(JUDGE, resource.RLIMIT_CORE, (0, 0)),
        lambda: os.nice(-1),
        lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
        lambda: os.setpgid(0, os.getpgid(JUDGE)),
    ):
        try:
            attempt()
            got.append(f"line {attempt.__code__.co_firstlineno}")
        except OSError:
            pass
    return got
