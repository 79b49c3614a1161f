"""Threat: processes without end. Expect: nothing."""

import os
import time


def attack():
    got = []
    for _ in range(300):
        try:
            if os.fork() == 0:
                time.sleep(20)
                os._exit(0)
            got.append("forked")
        except OSError:
            pass
    return got
