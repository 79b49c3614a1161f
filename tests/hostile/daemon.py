"""Threat: a process in a new session that outlives the run. Expect: nothing.

Control: gets something
"""

import os
import time


def attack():
    try:
        child = os.fork()
    except OSError:
        return []
    if child:
        os.waitpid(child, 0)
        return ["forked a daemon"]
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(60)
    os._exit(0)
