"""Threat: a child that closes all it has and stays. Expect: died, timed out.

Seconds: 1
"""

import os
import time


def attack():
    os.closerange(0, 4096)
    time.sleep(3600)
