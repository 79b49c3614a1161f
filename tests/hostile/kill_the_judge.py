"""Threat: signals to the judge, its other children, and everybody. Expect: nothing.

Control: gets something
"""

import os
import signal


def attack():
    got = []
    others = (int("@judge@"), int("@victim@"), os.getppid(), 1, -int("@judge@"))
    for process in others:
        if process in (0, os.getpid(), -os.getpid()):
            continue
        try:
            os.kill(process, 0)  # may it? A real signal would end the test as well.
            got.append(f"may signal {process}")
        except OSError:
            pass
    try:
        os.kill(int("@victim@"), signal.SIGKILL)
        got.append("killed the victim")
    except OSError:
        pass
    return got
