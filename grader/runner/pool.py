"""Runners that cost a fork instead of an import, for whoever grades more than once.

    with Pool(problem.libraries, problem.limits) as pool:
        report = grade(problem, submission, pool.runner)

Processes that serve one submission at the same time come from servers of their own, two at first
and a third when it is wanted, so that they share neither the layout of memory nor the seed of
Python's hashes: two processes that were never related could not agree by accident either. Spare
children, when asked for, have started JAX and touched the usual shapes; each is locked down before
that, serves one submission, and is never used again. A server that has died or grown is replaced;
the children of one that lives go on. All of it ends with the judge, however that ends.
"""

from __future__ import annotations

import collections
import concurrent.futures
import os
import threading
from collections.abc import Callable, Sequence

from grader.errors import SandboxError
from grader.model import Limits
from grader.runner import levels
from grader.runner.sandbox import SandboxRunner
from grader.runner.server import ForkedProcess, Server

SERVERS = 3  # at most: a submission and two witnesses


class Pool:
    """Single-use runners for one set of libraries and limits.

    Use it from threads that outlive its servers, which die with the thread that started them.
    Where there is no lock-down, as on macOS, its runners are cold ones, and `forks` is false.

    Args:
        spares: how many children each server keeps ready.
        shapes: of the arrays that submissions will meet, for servers and spares to prepare for.

    Raises:
        SandboxError: as `SandboxRunner` does.
    """

    def __init__(
        self,
        libraries: tuple[str, ...],
        limits: Limits,
        isolation: str = "auto",
        *,
        attended: bool = False,
        spares: int = 0,
        shapes: Sequence[Sequence[int]] = (),
    ) -> None:
        self.isolation = levels.settle(isolation, attended=attended)
        self._libraries = libraries
        self._limits = limits
        self._lock = threading.Lock()
        self._turn = 0
        self._closed = False
        self._reaper = concurrent.futures.ThreadPoolExecutor(1)
        self.forks = self.isolation != "none" and hasattr(os, "pidfd_open")
        self._shapes = shapes
        self._lines = [self._line(spares) for _ in range(2 if self.forks else 0)]

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def runner(self) -> SandboxRunner:
        """A runner that holds nothing yet, of another server than those at work where it can be."""
        if not self._lines:
            return SandboxRunner(self._libraries, self._limits, self.isolation)
        with self._lock:
            if self._closed:
                raise SandboxError("the pool is closed")
            process = self._idlest().take()
        return _PooledRunner(self._limits, process, self._reaper)

    def _idlest(self) -> _Line:
        """The line with the fewest runners at work, of those the one that waited longest."""
        if len(self._lines) < SERVERS and all(line.busy() for line in self._lines):
            self._lines.append(self._line(0))
        line = min(self._lines, key=lambda line: (line.busy(), line.turn))
        self._turn = line.turn = self._turn + 1
        return line

    def _line(self, spares: int) -> _Line:
        libraries, limits, isolation = self._libraries, self._limits, self.isolation
        return _Line(lambda: Server(libraries, limits, isolation, self._shapes), spares)

    def refill(self) -> None:
        """Make the spares that are missing; call it when nobody waits."""
        with self._lock:
            for line in self._lines if not self._closed else ():
                line.refill()

    def close(self) -> None:
        """End the servers and all spares; a runner that is at work ends too."""
        with self._lock:
            self._closed = True
            for line in self._lines:
                line.stop()
            self._reaper.shutdown()
            for line in self._lines:
                line.close()


class _PooledRunner(SandboxRunner):
    """A runner whose process is ended at once, and buried when nobody waits."""

    def __init__(
        self, limits: Limits, process: ForkedProcess, reaper: concurrent.futures.Executor
    ) -> None:
        super().__init__((), limits, process=process)
        self._reaper = reaper

    def close(self) -> None:
        """End the process; what is left of it goes a moment later, at the latest with the pool."""
        self._process.kill()
        try:
            self._reaper.submit(super().close)
        except RuntimeError:  # the pool is closed already
            super().close()


class _Line:
    """One server and its spare children."""

    def __init__(self, start: Callable[[], Server], spares: int) -> None:
        self._start = start
        self._server = self._start()
        self._wanted = spares
        self.turn = 0  # when it was last taken from
        self._spares: collections.deque[ForkedProcess] = collections.deque()
        self._taken: list[ForkedProcess] = []
        self._retired: list[Server] = []

    def busy(self) -> int:
        """How many of the children that were taken are at work still."""
        self._taken = [process for process in self._taken if not process.killed]
        return len(self._taken)

    def take(self) -> ForkedProcess:
        """A child that is alive: a spare, else a new one; of a new server if need be."""
        self._taken.append(process := self._alive())
        return process

    def _alive(self) -> ForkedProcess:
        while self._spares:
            spare = self._spares.popleft()
            if not spare.ended():
                return spare
            spare.discard()
        return self._forked(warm=False)

    def refill(self) -> None:
        while len(self._spares) < self._wanted:
            self._spares.append(self._forked(warm=True))

    def _forked(self, *, warm: bool) -> ForkedProcess:
        if not self._server.healthy():
            self._renew()
        try:
            return self._server.fork(warm=warm)
        except OSError:  # it died between the two lines
            self._renew()
            try:
                return self._server.fork(warm=warm)
            except OSError as error:
                raise SandboxError(f"the fork server gives out: {error}") from error

    def _renew(self) -> None:
        """Another server. The old one ends with the last of its children."""
        fresh = self._start()
        self._server.retire()
        self._retired = [s for s in (*self._retired, self._server) if not s.closed]
        self._server = fresh

    def stop(self) -> None:
        """End what nobody uses yet."""
        for spare in self._spares:
            spare.discard()
        self._spares.clear()

    def close(self) -> None:
        for server in (*self._retired, self._server):
            server.close()
