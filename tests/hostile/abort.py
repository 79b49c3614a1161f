"""Threat: os.abort. Expect: died.

Says: SIGABRT|134|ended
"""

import os


def attack():
    os.abort()
