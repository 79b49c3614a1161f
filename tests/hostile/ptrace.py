"""Threat: ptrace of the judge and of its other children. Expect: nothing.

Control: gets something
"""

import ctypes

LIBC = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH, PTRACE_DETACH, PTRACE_SEIZE, PTRACE_TRACEME = 16, 17, 0x4206, 0
VICTIM = int("@victim@")


def attack():
    got = []
    for name, request in {"seize": PTRACE_SEIZE, "attach": PTRACE_ATTACH}.items():
        # The victim stands for the judge, which would freeze if this worked.
        if LIBC.ptrace(request, VICTIM, None, None) == 0:
            got.append(name)
            LIBC.ptrace(PTRACE_DETACH, VICTIM, None, None)
    if LIBC.ptrace(PTRACE_TRACEME, 0, None, None) == 0:
        got.append("traceme")
    return got
