"""Threat: stops itself with SIGSTOP. Expect: timed out or nothing.

Seconds: 0.5
"""

import os
import signal


def attack():
    for number in (signal.SIGTSTP, signal.SIGTTIN, signal.SIGSTOP):
        os.kill(os.getpid(), number)
    return []
