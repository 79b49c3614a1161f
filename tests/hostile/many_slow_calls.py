"""Threat: each answer is in time, all of them are not. Expect: timed out.

Calls: 20
Seconds: 1
Says: no answer in time
"""

import time


def attack():
    time.sleep(0.3)
    return []
