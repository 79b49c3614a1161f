"""Threat: a dict whose keys all collide. Expect: timed out or nothing.

Seconds: 0.5
"""


class Same:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        return False


def attack():
    return [] if {Same(): n for n in range(20_000)} else ["empty"]
