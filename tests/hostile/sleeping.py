"""Threat: sleeps, and uses nothing. Expect: timed out.

Seconds: 1
"""

import time


def attack():
    time.sleep(1000)
