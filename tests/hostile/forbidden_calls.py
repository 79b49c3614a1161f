"""Threat: system calls that no exercise needs. Expect: nothing.

Each gets arguments that no kernel accepts. EPERM and ENOSYS mean that the filter stopped it; any
other answer means that the kernel looked at the arguments.
"""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
EPERM, ENOSYS = 1, 38
CALLS = {  # x86-64
    "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "recvfrom": 45, "sendmsg": 46,
    "recvmsg": 47, "bind": 49, "listen": 50, "socketpair": 53, "setsockopt": 54, "execve": 59,
    "semget": 64, "shmget": 29, "shmat": 30, "shmctl": 31, "msgget": 68, "ptrace": 101,
    "syslog": 103, "capset": 126, "mknod": 133, "uselib": 134, "quotactl": 179, "acct": 163,
    "add_key": 248, "request_key": 249, "keyctl": 250, "inotify_init1": 294, "mbind": 237,
    "perf_event_open": 298, "fanotify_init": 300, "open_by_handle_at": 304, "setns": 308,
    "process_vm_readv": 310, "kcmp": 312, "finit_module": 313, "memfd_create": 319,
    "kexec_file_load": 320, "bpf": 321, "execveat": 322, "userfaultfd": 323, "copy_file_range": 326,
    "io_uring_setup": 425, "io_uring_enter": 426, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "pidfd_open": 434, "pidfd_getfd": 438, "mount_setattr": 442,
    "landlock_create_ruleset": 444, "memfd_secret": 447, "process_mrelease": 448, "vmsplice": 278,
    "splice": 275, "tee": 276, "name_to_handle_at": 303, "lookup_dcookie": 212, "mq_open": 240,
    "symlink": 88, "link": 86, "chmod": 90, "chown": 92, "fchmod": 91, "utimensat": 280,
    "setxattr": 188, "timer_create": 222, "signalfd4": 289, "timerfd_create": 283,
    "migrate_pages": 256, "move_pages": 279, "ioprio_set": 251, "sethostname": 170, "chroot": 161,
    "vhangup": 153, "modify_ldt": 154, "ioperm": 173, "iopl": 172, "seccomp": 317, "setresuid": 117,
}  # fmt: skip


def attack():
    if os.uname().machine != "x86_64":
        return []
    got = []
    bad = ctypes.c_long(-1)
    for name, number in CALLS.items():
        ctypes.set_errno(0)
        result = LIBC.syscall(ctypes.c_long(number), bad, bad, bad, bad, bad, bad)
        if result >= 0 or ctypes.get_errno() not in (EPERM, ENOSYS):
            got.append(f"{name}: {result}, errno {ctypes.get_errno()}")
    return got
