"""Threat: a timer that interrupts the runner while it sends. Expect: not passed.

Seconds: 6
"""

import os
import signal


def forge(*args):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"PASSED")
        except OSError:
            pass
    raise KeyboardInterrupt


def double(x):
    signal.signal(signal.SIGALRM, forge)
    signal.setitimer(signal.ITIMER_REAL, 0.00001, 0.00001)
    return x
