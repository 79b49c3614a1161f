"""Threat: a daemon that keeps the pipes and writes answers after the end. Expect: nothing.

Control: gets something
"""

import os
import signal
import time


def attack():
    try:
        child = os.fork()
    except OSError:
        return []
    if child:
        return ["forked"]
    os.setsid()
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    time.sleep(0.5)
    for descriptor in range(64):
        try:
            os.write(descriptor, b"GRD1" + bytes(60))
        except OSError:
            pass
    time.sleep(60)
    os._exit(0)
