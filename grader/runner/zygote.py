"""A process that has imported the libraries and forks one child for each submission.

It never reads a submission, has one thread and no JAX backend: a child forked after a backend
exists would hang. Its only partner is the judge's `grader.runner.server`, over a socket: one JSON
object a message, with descriptors beside it. A child locks itself down before it reads anything,
serves one submission and ends; none is used twice.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import signal
import socket
import sys
import tempfile
import traceback
from typing import Any

from grader.runner import child, policy

MESSAGE = 1 << 16  # bytes of one message at most


def main(argument: str) -> None:
    """Fork children for the judge until it goes away. Does not return."""
    settings = json.loads(argument)
    control = socket.socket(fileno=settings["control"])
    from grader.runner import confine

    if settings["isolation"] != "strong":  # bubblewrap sees to it itself
        confine.die_with_parent(settings["parent"])
    gc.disable()
    child.prepare(settings["libraries"])
    with contextlib.suppress(OSError):  # then the children say so
        policy.readable(tuple(settings["packages"]))  # found out once for all of them
    if settings["shapes"]:
        from grader.runner import sweep

        sweep.trace(settings["shapes"])
    gc.collect()
    gc.freeze()  # so that a child's collections do not copy what it shares with us
    tell(control, {"ready": not fault(), "fault": fault(), "resident": resident()})
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, MESSAGE, 3)
        if not data:
            os._exit(0)
        asked = json.loads(data)
        if "fork" in asked:
            fork(control, asked["fork"], descriptors)
        elif "reap" in asked:
            tell(control, {"status": reap(asked["reap"])})


def tell(control: socket.socket, message: dict[str, Any], *descriptors: int) -> None:
    socket.send_fds(control, [json.dumps(message).encode()], list(descriptors))


def fault() -> str:
    """Why this process must not fork, or ""."""
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        return f"{threads} threads run in the fork server"
    bridge = sys.modules.get("jax._src.xla_bridge")
    started = getattr(bridge, "backends_are_initialized", lambda: False)()
    return "a JAX backend runs in the fork server" if started else ""


def resident() -> int:
    """The bytes of memory that this process alone holds, its children not counted."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def fork(control: socket.socket, settings: dict[str, Any], pipes: list[int]) -> None:
    """Make a child that serves with `settings` on `pipes`: questions, answers, prints."""
    said = fault()
    if said or len(pipes) != 3:
        return tell(control, {"fault": said or "three pipes were expected"})
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            become(control, settings, pipes, parent)
        except BaseException:
            traceback.print_exc()  # into the prints that the judge shows when no greeting comes
        finally:
            os._exit(1)
    pidfd = os.pidfd_open(pid)
    tell(control, {"pid": pid, "resident": resident()}, pidfd)
    for descriptor in (*pipes, pidfd):
        os.close(descriptor)


def become(control: socket.socket, settings: dict[str, Any], pipes: list[int], parent: int) -> None:
    """The child's life. Does not return."""
    from grader.runner import confine

    confine.die_with_parent(parent)
    os.setsid()
    control.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    questions, answers, prints = pipes
    for target in (1, 2):
        os.dup2(prints, target)
    os.close(prints)
    os.environ["TMPDIR"], tempfile.tempdir = settings["temporary"], None
    # What would be the same in every child: a submission must not agree with its witness by it.
    random.seed()
    sys.modules["numpy"].random.seed()
    child.live(settings, os.fdopen(questions, "rb"), os.fdopen(answers, "wb"))


def reap(pid: int) -> int:
    """The exit status of a child that has ended, negative for a signal."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 0
