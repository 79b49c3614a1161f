"""Threat: the process ends itself with status 0 when asked. Expect: not passed.

Says: exit status 0
"""

import os


def double(x):
    os._exit(0)
