"""Threat: SIGKILL to itself. Expect: died.

Says: SIGKILL|137|ended
"""

import os
import signal


def attack():
    os.kill(os.getpid(), signal.SIGKILL)
