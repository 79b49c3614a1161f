"""Threat: sleeps, and uses nothing. Expect: timed out.

Seconds: 0.5
"""

import time


def attack():
    time.sleep(1000)
