"""Threat: an endless loop. Expect: timed out.

Seconds: 0.5
Says: no answer in time
"""


def attack():
    while True:
        pass
