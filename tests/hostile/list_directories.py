"""Threat: what is in the directories around. Expect: nothing.

Control: gets something
"""

import os

PLACES = [
    "@secret_folder@", "@repository@", "@home@", "@repository@/problems", "@repository@/solutions",
    "@repository@/grader", "@repository@/tests", "@temporary@", "/home", "/root", "/etc", "/var",
    "/var/log", "/proc", "/run", "/mnt", "/srv", "/sys/kernel", "/sys/class/net", "/dev/pts",
    "/dev/shm", "/boot", "/opt",
]  # fmt: skip


# Where a checkout is in /tmp.
OWN = {"grader", "__init__.py", "errors.py", "model.py", "runner", "__pycache__"}


def attack():
    got = []
    for place in PLACES:
        try:
            names = set(os.listdir(place)) - OWN
        except OSError:
            continue
        if names:
            got.append(f"{place}: {sorted(names)[:5]}")
    return got
