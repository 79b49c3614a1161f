"""Threat: other programs by exec, spawn, system and subprocess. Expect: nothing.

Control: gets something
"""

import multiprocessing
import os
import pty
import subprocess
import sys


def attack():
    got = []
    for attempt in (
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
        lambda: os.spawnv(os.P_WAIT, "/bin/true", ["true"]) == 127 and 1 / 0,
        lambda: os.system("exit 3") >> 8 == 3 or 1 / 0,
        lambda: subprocess.run(["/bin/true"]),
        lambda: subprocess.run([sys.executable, "-c", ""], close_fds=False),
        lambda: multiprocessing.get_context("fork").Process(target=int).start(),
        lambda: multiprocessing.get_context("spawn").Process(target=int).start(),
        lambda: pty.fork()[0] or os._exit(0),
        lambda: os.popen("true").close(),
    ):
        try:
            attempt()
            got.append(f"line {attempt.__code__.co_firstlineno}")
        except Exception:
            pass
    return got
