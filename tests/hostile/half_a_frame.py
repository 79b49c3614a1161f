"""Threat: the start of an answer on every descriptor, then a hang. Expect: not passed.

Seconds: 0.5
Says: no answer in time
"""

import os
import time


def double(x):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"GRD1\0\0\1\0")
        except OSError:
            pass
    time.sleep(600)
