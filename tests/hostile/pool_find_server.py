"""Threat: the fork server found, read, traced and signalled. Expect: nothing.

Start: warm
"""

import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)


def attack():
    got = []
    servers = {os.getppid(), os.getppid() - 1, os.getppid() + 1, 1, 2, 3, os.getsid(0) - 1}
    for process in sorted(servers - {os.getpid(), 0}):
        for number in (0, signal.SIGSTOP, signal.SIGKILL):
            for send in (os.kill, os.killpg):
                try:
                    send(process, number)
                    got.append(f"{send.__name__} {number} to {process}")
                except OSError:
                    pass
            if libc.syscall(234, process, process, number) == 0:
                got.append(f"tgkill {number} to {process}")
        if libc.syscall(434, process, 0) >= 0:
            got.append(f"pidfd_open of {process}")
        if libc.ptrace(16, process, 0, 0) == 0:
            got.append(f"attached to {process}")
        for name in ("cmdline", "environ", "maps", "mem", "stat", "status", "fd/0", "fd/3", "root"):
            try:
                os.close(os.open(f"/proc/{process}/{name}", os.O_RDONLY))
                got.append(f"opened {name} of {process}")
            except OSError:
                pass
    return got
