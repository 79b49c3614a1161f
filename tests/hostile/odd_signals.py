"""Threat: signals by the less known calls. Expect: nothing.

Control: gets something
"""

import ctypes
import os
import signal

LIBC = ctypes.CDLL(None, use_errno=True)
VICTIM = int("@victim@")
TKILL, TGKILL, SIGQUEUE, TGSIGQUEUE, PIDFD_OPEN = 200, 234, 129, 297, 434  # x86-64


def attack():
    got = []
    calls = {
        "tgkill": (TGKILL, VICTIM, VICTIM, 0), "tkill": (TKILL, VICTIM, 0),
        "rt_sigqueueinfo": (SIGQUEUE, VICTIM, 9, ctypes.create_string_buffer(128)),
        "rt_tgsigqueueinfo": (TGSIGQUEUE, VICTIM, VICTIM, 9, ctypes.create_string_buffer(128)),
    }  # fmt: skip
    for name, arguments in calls.items():
        if os.uname().machine == "x86_64" and LIBC.syscall(*arguments) == 0:
            got.append(name)
    try:
        descriptor = os.pidfd_open(VICTIM)
        got.append("pidfd_open")
        signal.pidfd_send_signal(descriptor, 0)
        got.append("pidfd_send_signal")
    except (OSError, AttributeError):
        pass
    return got
