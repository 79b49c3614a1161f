"""Threat: a regular expression that takes for ever. Expect: timed out.

Seconds: 0.5
"""

import re


def attack():
    return [re.match(r"(a|a|a)*b", "a" * 100)]
