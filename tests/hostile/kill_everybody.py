"""Threat: kill(-1) and kill(0). Expect: nothing.

Signal 0 asks only whether it would be allowed. Not in the control group all the same.
"""

import os


def attack():
    got = []
    for target in (-1, 0, -(2**31) + 1):
        try:
            os.kill(target, 0)
            got.append(f"kill({target})")
        except OSError:
            pass
    try:
        os.killpg(os.getpgid(int("@judge@")), 0)
        got.append("killpg of the judge's group")
    except OSError:
        pass
    return got
