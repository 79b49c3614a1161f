"""Threat: an exception whose text is computed for ever. Expect: not passed.

Seconds: 0.5
Says: no answer in time
"""


class Slow(Exception):
    def __str__(self):
        while True:
            pass


def double(x):
    raise Slow
