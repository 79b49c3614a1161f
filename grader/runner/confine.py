"""The runner locks itself down, before it reads a byte of the submission.

Landlock bounds the files, seccomp the system calls, rlimits the quantities. Linux only, through
ctypes: no package and no privilege is needed. Called with exactly one thread, because Landlock
confines the calling thread and those it starts. Sources: landlock(7), seccomp(2), prctl(2).
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from collections.abc import Callable, Iterable


class ConfineError(Exception):
    """A layer is missing or refused; the text names it."""


_libc = ctypes.CDLL(None, use_errno=True)


def _syscall(number: int, *args: object) -> int:
    # Widths are spelled out: a bare Python int would be passed as a 32-bit C int.
    wide = [a if not isinstance(a, int) else ctypes.c_long(a) for a in args]
    result = int(_libc.syscall(ctypes.c_long(number), *wide))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _prctl(option: int, value: int) -> None:
    wide = [ctypes.c_ulong(n) for n in (value, 0, 0, 0)]
    if _libc.prctl(ctypes.c_int(option), *wide) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


# --- dying with the judge --------------------------------------------------------------------

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38


def die_with_parent(parent: int) -> None:
    """Be killed when the judge ends, however it ends. `parent` is the judge's process id."""
    _prctl(PR_SET_PDEATHSIG, 9)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of whatever outlives its own, so that the judge can find and end it."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


# --- capabilities ----------------------------------------------------------------------------

CAPABILITY_VERSION = 0x20080522
READ_SEARCH = 1 << 2  # past permissions of files; Landlock has bounded which


def drop_powers() -> None:
    """Give up what root may do beyond others, such as raising limits or offlining memory."""
    header = ctypes.c_char_p(struct.pack("=Ii", CAPABILITY_VERSION, 0))
    for kept in (READ_SEARCH, 0):
        # Effective, permitted, inheritable: the low halves of the three, then the high ones.
        if _libc.capset(header, ctypes.c_char_p(struct.pack("=6I", kept, kept, 0, 0, 0, 0))) == 0:
            return


# --- Landlock --------------------------------------------------------------------------------

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture

WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
TRUNCATE = 1 << 14  # from ABI 3
ALL_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
NET_TCP = 0b11  # bind and connect, from ABI 4
SCOPES = 0b11  # abstract unix sockets and signals, from ABI 6


def landlock_abi() -> int:
    """The kernel's Landlock version, 0 where there is none."""
    try:
        return _syscall(CREATE_RULESET, None, 0, 1)
    except OSError:
        return 0


def restrict_files(readable: Iterable[str], devices: Iterable[str], temporary: str) -> None:
    """Allow reading beneath `readable`, using `devices`, and plain files beneath `temporary`."""
    abi = landlock_abi()
    if abi < 1:
        raise ConfineError("Landlock is missing: it needs Linux 5.13 or later with it switched on")
    handled = ALL_BY_ABI[max(known for known in ALL_BY_ABI if known <= abi)]
    attributes = struct.pack("QQQ", handled, NET_TCP if abi >= 4 else 0, SCOPES if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = _syscall(CREATE_RULESET, ctypes.c_char_p(attributes[:size]), size, 0)
    try:
        for path in readable:
            _allow(ruleset, path, READ_FILE | READ_DIR)
        for path in devices:
            _allow(ruleset, path, READ_FILE | WRITE_FILE)
        plain = REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | (TRUNCATE & handled)
        _allow(ruleset, temporary, READ_FILE | WRITE_FILE | READ_DIR | plain)
        _syscall(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    """Add one rule. A path that does not exist needs none."""
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):
            rights &= ~READ_DIR
        rule = ctypes.c_char_p(struct.pack("=Qi", rights, fd))
        _syscall(ADD_RULE, ruleset, 1, rule, 0)
    finally:
        os.close(fd)


# --- seccomp ---------------------------------------------------------------------------------

# name: (x86-64, AArch64); None where the architecture has no such call.
PLAIN = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "lseek": (8, 62),
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "pread64": (17, 67), "pwrite64": (18, 68), "readv": (19, 65), "writev": (20, 66),
    "preadv": (295, 69), "pwritev": (296, 70), "sched_yield": (24, 124), "mremap": (25, 216),
    "msync": (26, 227), "mincore": (27, 232), "madvise": (28, 233), "dup": (32, 23),
    "dup3": (292, 24), "nanosleep": (35, 101), "getitimer": (36, 102), "setitimer": (38, 103),
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "exit": (60, 93),
    "exit_group": (231, 94), "uname": (63, 160), "getdents64": (217, 61), "getcwd": (79, 17),
    "readlinkat": (267, 78), "umask": (95, 166), "gettimeofday": (96, 169), "getrusage": (98, 165),
    "sysinfo": (99, 179), "times": (100, 153), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "getgroups": (115, 158), "getresuid": (118, 148),
    "getresgid": (120, 150),
    "rt_sigpending": (127, 136), "rt_sigtimedwait": (128, 137), "sigaltstack": (131, 132),
    "statfs": (137, 43), "fstatfs": (138, 44), "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120), "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126), "futex": (202, 98),
    "futex_waitv": (449, 449), "set_tid_address": (218, 96), "restart_syscall": (219, 128),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115),
    "epoll_create1": (291, 20), "epoll_ctl": (233, 21), "epoll_pwait": (281, 22),
    "epoll_pwait2": (441, 441), "openat": (257, 56), "newfstatat": (262, 79),
    "faccessat": (269, 48), "faccessat2": (439, 439), "pselect6": (270, 72), "ppoll": (271, 73),
    "set_robust_list": (273, 99), "get_robust_list": (274, 100), "eventfd2": (290, 19),
    "pipe2": (293, 59), "getcpu": (309, 168), "getrandom": (318, 278),
    "membarrier": (324, 283), "statx": (332, 291), "rseq": (334, 293), "close_range": (436, 436),
    "fadvise64": (221, 223), "open": (2, None), "stat": (4, None), "lstat": (6, None),
    "poll": (7, None), "access": (21, None), "pipe": (22, None), "select": (23, None),
    "dup2": (33, None), "getdents": (78, None), "readlink": (89, None), "time": (201, None),
    "getpgrp": (111, None), "epoll_wait": (232, None), "epoll_create": (213, None),
    "getrlimit": (97, 163), "alarm": (37, None), "pause": (34, None), "arch_prctl": (158, None),
    # The private /tmp; where, Landlock decides.
    "mkdir": (83, None), "mkdirat": (258, 34), "unlink": (87, None), "unlinkat": (263, 35),
    "rmdir": (84, None), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "ftruncate": (77, 46), "fsync": (74, 82), "fdatasync": (75, 83), "flock": (73, 32),
}  # fmt: skip
GUARDED = {
    "fcntl": (72, 25), "sched_setaffinity": (203, 122), "clone": (56, 220), "clone3": (435, 435),
    "prctl": (157, 167), "ioctl": (16, 29), "kill": (62, 129), "tgkill": (234, 131),
    "prlimit64": (302, 261), "openat2": (437, 437),
    "getpgid": (121, 155), "getsid": (124, 156), "sched_getaffinity": (204, 123),
    "sched_getattr": (315, 275),
}  # fmt: skip

ABOUT_A_PROCESS = ("sched_setaffinity", "sched_getaffinity", "sched_getattr", "getpgid", "getsid")

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32 = 0x40000000  # the other way to call an x86-64 kernel; never used here

LOAD, EQUAL, ANY_BIT, AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS, ENOTTY = 1, 38, 25

CLONE_THREAD = 0x00010000
PRCTL_NAMES = (15, 16, 0x53564D41)  # set and get a thread's name, name a mapping
IOCTLS = (0x5401, 0x541B, 0x5413, 0x5421, 0x5451, 0x5450)  # is it a terminal, how much to read
# Would send signals to others, take leases, or (for root) make pipes of any size.
FCNTL_OWNERS = (8, 10, 15, 1024, 1026, 1031)

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


def _argument(index: int, *, high: bool = False) -> Instruction:
    return (LOAD, 0, 0, 16 + 8 * index + (4 if high else 0))


def _one_of(index: int, allowed: Iterable[int], otherwise: int) -> list[Instruction]:
    """Allow the call when the low half of argument `index` is one of `allowed`."""
    program = [_argument(index)]
    for value in allowed:
        program += [(EQUAL, 0, 1, value & 0xFFFFFFFF), (RETURN, 0, 0, ALLOW)]
    return [*program, (RETURN, 0, 0, ERRNO | otherwise)]


def _guards(pid: int) -> dict[str, list[Instruction]]:
    """What each guarded call may do. Without a guard it would be allowed whole."""
    deny, allow = (RETURN, 0, 0, ERRNO | EPERM), (RETURN, 0, 0, ALLOW)
    unsupported = [(RETURN, 0, 0, ERRNO | ENOSYS)]
    refuse_owners = [_argument(1)]
    for command in FCNTL_OWNERS:
        refuse_owners += [(EQUAL, 0, 1, command), deny]
    return {
        # Threads, not processes. clone3 hides its flags in memory, so libc must fall back.
        "clone": [_argument(0), (ANY_BIT, 0, 1, CLONE_THREAD), allow, deny],
        "clone3": unsupported,
        "openat2": unsupported,
        "prctl": _one_of(0, PRCTL_NAMES, EPERM),
        "ioctl": _one_of(1, IOCTLS, ENOTTY),
        "kill": _one_of(0, [pid], EPERM),
        "tgkill": _one_of(0, [pid], EPERM),
        "fcntl": [*refuse_owners, allow],
        # About itself only: these would tell which other processes there are.
        **{name: _one_of(0, [0, pid], EPERM) for name in ABOUT_A_PROCESS},
        # Reading its own limits only: root could raise them again.
        "prlimit64": [
            _argument(2), (EQUAL, 0, 6, 0),
            _argument(2, high=True), (EQUAL, 0, 4, 0),
            _argument(0), (EQUAL, 1, 0, 0), (EQUAL, 0, 1, pid), allow, deny,
        ],
    }  # fmt: skip


def filter_program(machine: str, pid: int) -> list[Instruction]:
    """The system-call filter: an allow-list; what is not on it fails with EPERM."""
    column, arch = ARCHITECTURES[machine]
    program: list[Instruction] = [
        (LOAD, 0, 0, 4), (EQUAL, 1, 0, arch), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0),
    ]  # fmt: skip
    if machine == "x86_64":
        program += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL)]
    for numbers in PLAIN.values():
        if numbers[column] is not None:
            program += [(EQUAL, 0, 1, numbers[column] or 0), (RETURN, 0, 0, ALLOW)]
    guards = _guards(pid)
    for name, numbers in GUARDED.items():
        body = guards[name]
        program += [(EQUAL, 0, len(body), numbers[column]), *body]
    return [*program, (RETURN, 0, 0, ERRNO | EPERM)]


def restrict_calls() -> None:
    """Put the filter on every thread of this process."""
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        raise ConfineError(f"no system-call table for {machine}: x86_64 and aarch64 have one")
    program = filter_program(machine, os.getpid())
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code)
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    number = {"x86_64": 317, "aarch64": 277}[machine]
    try:
        _syscall(number, 1, 1, ctypes.c_char_p(header))  # SET_MODE_FILTER, on all threads
    except OSError as error:
        raise ConfineError(f"seccomp is refused: {error.strerror}") from error


# --- limits ----------------------------------------------------------------------------------


def limit(cpu_seconds: float, memory_mb: int, file_kb: int) -> None:
    """Bound CPU seconds, address space, files and core dumps.

    Backstops: the judge watches the same quantities, and the wall clock, from outside
    (`grader.runner.usage`). JAX maps far more than it uses, hence the room above `memory_mb`.
    """
    values = {
        resource.RLIMIT_CPU: int(cpu_seconds) + 30,
        resource.RLIMIT_AS: (memory_mb + 3072) << 20,
        resource.RLIMIT_FSIZE: file_kb << 10,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }
    for name, value in values.items():
        _, hard = resource.getrlimit(name)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (bound, bound))


def use_few_cores(most: int = 2) -> None:
    """Keep to a few cores: JAX starts threads and maps memory for each one it sees."""
    cores = sorted(os.sched_getaffinity(0))
    start = os.getpid() % len(cores)
    os.sched_setaffinity(0, (cores + cores)[start : start + most])


def lock_down(readable: Iterable[str], devices: Iterable[str], temporary: str) -> None:
    """Confine this process for good.

    Raises:
        ConfineError: with the layer that is missing. Nothing has run by then.
    """
    if not sys.platform.startswith("linux"):
        raise ConfineError("Landlock and seccomp exist on Linux only")
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        raise ConfineError(f"{threads} threads already run; they would stay unconfined")
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    # It stays dumpable: the judge, of the same user, reads its /proc/PID/io. Nobody else can.
    drop_powers()
    restrict_files(readable, devices, temporary)
    restrict_calls()


def breaches(canary: str) -> list[str]:
    """What still works after `lock_down` and must not: each layer is tried, not believed.

    Args:
        canary: a file outside everything that was allowed.
    """
    import socket

    attempts: dict[str, Callable[[], object]] = {
        "reading a file outside": lambda: os.close(os.open(canary, os.O_RDONLY)),
        "writing a file outside": lambda: os.close(os.open(canary, os.O_WRONLY)),
        "opening a socket": lambda: socket.socket().close(),
        "signalling another process": lambda: os.kill(os.getppid() or 1, 0),
        "starting a process": lambda: os.fork() or os._exit(0),
    }
    found = []
    for name, attempt in attempts.items():
        try:
            attempt()
        except OSError:
            continue
        found.append(name)
    return found
