"""Threat: an endless loop. Expect: timed out.

Seconds: 1
Says: no answer in time
"""


def attack():
    while True:
        pass
