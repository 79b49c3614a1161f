"""Threat: all descriptors closed. Expect: not passed.

Seconds: 2
Says: ended before|in time
"""

import os
import time


def double(x):
    os.closerange(0, 64)
    time.sleep(600)
