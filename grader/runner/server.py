"""The judge's side of one fork server, and of the children that it forks.

The other side is `grader.runner.zygote`. How many there are and whose turn it is,
`grader.runner.pool` decides.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.errors import SandboxError
from grader.model import Limits
from grader.runner import compiled, levels, policy
from grader.runner.process import FLAGS, keep_byte_code, remove, settings_for, within
from grader.runner.sandbox import START_SECONDS

SERVE = "import json, sys; sys.path[:0] = json.loads(sys.argv[1])['paths']; \
from grader.runner.zygote import main; main(sys.argv[1])"
MESSAGE = 1 << 16
ANSWER_SECONDS = 20.0  # to a request; a fork takes about five milliseconds
GROWTH = 2.0  # a server that is this many times its first size is replaced


class Server:
    """The judge's side of one `grader.runner.zygote`.

    What is installed while it runs, its children cannot read.

    Args:
        shapes: of the arrays that its children will meet; none: it prepares for none.
    """

    def __init__(
        self,
        libraries: tuple[str, ...],
        limits: Limits,
        isolation: str,
        shapes: Sequence[Sequence[int]] = (),
    ) -> None:
        self.isolation = isolation
        self._shapes = [list(shape) for shape in shapes]
        self._lock = threading.RLock()
        self._compiled = compiled.ready()
        self._folder = tempfile.mkdtemp(prefix="grade-")
        strong = isolation == "strong"
        self._inside = within() if strong else self._folder
        self._shown = levels.COMPILED if strong and self._compiled else self._compiled
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._settings = settings_for(limits, isolation, self._inside, self._shown)
        settings = self._settings | {
            "libraries": ["numpy", *libraries], "control": theirs.fileno(), "shapes": self._shapes,
        }  # fmt: skip
        command = [policy.executable(), *FLAGS, "-c", SERVE, json.dumps(settings)]
        if strong:
            command = levels.bubblewrapped(
                command, self._folder, self._inside, compiled=self._compiled
            )
        try:
            self._popen = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,  # nothing, but when it fails
                env=policy.environment(self._inside, self._shown),
                cwd="/",
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        except OSError as error:
            remove(self._folder)
            raise SandboxError(f"the fork server cannot be started: {error}") from error
        finally:
            theirs.close()
        keep_byte_code()
        self.closed = False
        self._ready = False
        self._lost = False  # it owes an answer: the next one might be that to another question
        self._retired = False
        self._children: set[int] = set()
        self._first = 0  # resident bytes of its own when it was ready
        self._resident = 0  # and when it answered last

    def healthy(self) -> bool:
        """Whether it can go on: alive, at one with us, and not much larger than at first."""
        if self.closed or self._lost or self._popen.poll() is not None:
            return False
        return not self._first or self._resident < GROWTH * self._first

    def retire(self) -> None:
        """Fork no more, and end when all children have."""
        with self._lock:
            self._retired = True
            if not self._children:
                self.close()

    def fork(self, *, warm: bool = False) -> ForkedProcess:
        """A new child. A warm one starts JAX and touches the shapes, before it greets.

        Raises:
            OSError: when the server does not answer.
            SandboxError: when it refuses.
        """
        with self._lock:
            self._greet()
            temporary = tempfile.mkdtemp(dir=self._folder)
            inside = f"{self._inside}/{os.path.basename(temporary)}"
            shapes = self._shapes if warm else []
            settings = self._settings | {"temporary": inside, "shapes": shapes}
            questions, answers, prints = os.pipe(), os.pipe(), os.pipe()
            theirs = [questions[0], answers[1], prints[1]]
            try:
                said, descriptors = self._ask({"fork": settings}, theirs)
            except OSError:
                for end in (questions[1], answers[0], prints[0]):
                    os.close(end)
                remove(temporary)
                raise
            finally:
                for end in theirs:
                    os.close(end)
            if "pid" not in said or len(descriptors) != 1:
                for end in (questions[1], answers[0], prints[0], *descriptors):
                    os.close(end)
                remove(temporary)
                raise SandboxError(f"the fork server refuses: {said.get('fault', said)}")
            self._children.add(said["pid"])
            self._resident = int(said.get("resident", 0))
            return ForkedProcess(
                self, said["pid"], descriptors[0], temporary,
                (questions[1], answers[0], prints[0]),
            )  # fmt: skip

    def reap(self, pid: int) -> int:
        """The exit status of a child that has ended; of a lost server's, as if it was killed."""
        status = -int(signal.SIGKILL)
        with self._lock:
            if not self._lost:
                with contextlib.suppress(OSError):
                    status = int(self._ask({"reap": pid}, [])[0].get("status", status))
            self._children.discard(pid)
            if self._retired and not self._children:
                self.close()
        return status

    def close(self) -> None:
        """End it and its children, and remove their folders."""
        with self._lock:
            if self.closed:
                return
            self.closed = self._lost = True
            self._control.close()
            if self._popen.poll() is None:  # else its number may be another's by now
                with contextlib.suppress(OSError):
                    os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.wait()
            assert self._popen.stderr is not None
            self._popen.stderr.close()
            for entry in Path(self._folder).iterdir() if os.path.isdir(self._folder) else ():
                remove(str(entry))
            remove(self._folder)

    def _greet(self) -> None:
        if self._ready:
            return
        self._control.settimeout(START_SECONDS)
        said, _ = self._received()
        if not said.get("ready"):
            raise SandboxError(f"the fork server is not fit: {said.get('fault', 'no greeting')}")
        self._control.settimeout(ANSWER_SECONDS)
        self._ready = True
        self._first = int(said.get("resident", 0))

    def _ask(self, message: dict[str, Any], descriptors: list[int]) -> tuple[Any, list[int]]:
        try:
            socket.send_fds(self._control, [json.dumps(message).encode()], descriptors)
            return self._received()
        except OSError:
            self._lost = True
            raise

    def _received(self) -> tuple[Any, list[int]]:
        data, descriptors, _, _ = socket.recv_fds(self._control, MESSAGE, 4)
        if not data:
            assert self._popen.stderr is not None
            said = self._popen.stderr.read().decode("utf-8", "replace").strip()
            raise ConnectionResetError(said[-400:] or "it ended without a word")
        return json.loads(data), descriptors


class ForkedProcess:
    """A child of a server's: a `grader.runner.process.Process`."""

    def __init__(
        self, server: Server, number: int, pidfd: int, temporary: str, pipes: tuple[int, int, int]
    ) -> None:
        self.isolation = server.isolation
        self.temporary = temporary
        self.killed = False
        self.pid = _seen_from_here(pidfd) or number
        self._server = server
        self._number = number  # what the server calls it
        self._pidfd = pidfd
        self._status: int | None = None
        self._lock = threading.Lock()
        self.stdin = os.fdopen(pipes[0], "wb")
        self.stdout = os.fdopen(pipes[1], "rb")
        self.stderr = os.fdopen(pipes[2], "rb")

    def kill(self) -> None:
        with self._lock:
            self.killed = True
            if self._status is None:
                with contextlib.suppress(OSError):
                    signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def ended(self) -> bool:
        return self._ends_within(0)

    def wait(self, timeout: float | None = None) -> int:
        if not self._ends_within(timeout):
            raise subprocess.TimeoutExpired("runner", timeout or 0)
        with self._lock:
            if self._status is None:
                self._status = self._server.reap(self._number)
            return self._status

    def release(self) -> None:
        with self._lock:
            if self._pidfd >= 0:
                os.close(self._pidfd)
            self._pidfd = -1
        remove(self.temporary)

    def _ends_within(self, timeout: float | None) -> bool:
        if self._status is not None:
            return True
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        return bool(poll.poll(None if timeout is None else timeout * 1000))

    def discard(self) -> None:
        """End a child that nobody used."""
        self.kill()
        self.wait()
        for pipe in (self.stdin, self.stdout, self.stderr):
            pipe.close()
        self.release()


def _seen_from_here(pidfd: int) -> int:
    """The process's number in this namespace of process ids; the server may live in another."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    return 0
