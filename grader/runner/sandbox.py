"""Starts, feeds, bounds and kills the process that holds an untrusted submission.

The judge's side of the seam. Everything read from the process is a stranger's data: it goes
through `wire`, or into a bounded buffer of text that is only ever shown.
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from typing import IO, Any

from grader.errors import ProtocolError, SandboxError
from grader.model import Call, Kind, Limits, Outcome
from grader.runner import compiled, levels, usage, wire
from grader.runner.process import ColdProcess, Process

START_SECONDS = 120.0  # importing jax on a busy machine; not the submission's time


class SandboxRunner:
    """One submission in a process of its own.

    Start it from a thread that outlives it: the process dies with the thread that made it.

    Args:
        libraries: what to import before locking down, such as ("jax", "flax.linen").
        limits: what the submission may use.
        isolation: "strong", "standard", "none", or "auto": the best there is.
        attended: whether a person is there, who may do without isolation: see `levels.settle`.
        process: one of a pool's, started already; a cold one is started otherwise.

    Raises:
        SandboxError: when that isolation is not to be had, or (from `load`) did not hold.
    """

    def __init__(
        self,
        libraries: tuple[str, ...],
        limits: Limits,
        isolation: str = "auto",
        *,
        attended: bool = False,
        process: Process | None = None,
    ) -> None:
        self.limits = limits
        if process is None:
            level = levels.settle(isolation, attended=attended)
            process = ColdProcess(libraries, limits, level, compiled.ready())
        self._process = process
        self.isolation = process.isolation
        self.versions: Mapping[str, str] = {}
        self._spent = 0.0
        self._asked = 0
        self._end: Outcome | None = None
        self._printed = bytearray()
        self._flooded = False
        self._closing = threading.Lock()
        self._reading = threading.Lock()  # held from a print's reading until it is kept
        self._writing = threading.Lock()  # a number that is written to must not be closed meanwhile
        self._closed = False
        self._before = usage.Usage()
        self._received = 0
        self._frames: queue.Queue[bytes | Outcome] = queue.Queue(maxsize=4)
        self._threads = [
            threading.Thread(target=work, daemon=True)
            for work in (self._read_frames, self._read_prints)
        ]
        for thread in self._threads:
            thread.start()

    # --- the Runner interface ---

    def load(self, text: str) -> Outcome:
        """Run the submission's top level. The first thing of it that runs anywhere."""
        self._greet()
        return self._exchange(wire.pack({"load": len(text)}, [text.encode()]))

    def ask(self, call: Call) -> Outcome:
        """The outcome of one question. After an end every question has that same outcome."""
        self._asked += 1
        if self._end is not None:
            return self._end
        try:
            request = wire.encode_call(self._asked, call)
        except wire.Unsendable as error:  # grown out of something that the runner said before
            return self._finish(Outcome(Kind.GARBLED, detail=f"cannot be asked: {error}"))
        return self._exchange(request)

    @property
    def printed(self) -> str:
        self._catch_up()
        return bytes(self._printed).decode("utf-8", "replace")

    def close(self) -> None:
        """End the process and all it started, wait until they are gone, and remove its files."""
        if self._end is None:
            self._end = Outcome(Kind.DIED, detail="the runner was closed")
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._process.kill()
            self._process.wait()
            for thread in self._threads:  # they end when the last holder of the pipes is gone
                thread.join(timeout=5)
            if not any(thread.is_alive() for thread in self._threads):
                # At level none a runaway child may hold them still; then they stay open.
                for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
                    with self._writing, contextlib.suppress(OSError, ValueError):
                        pipe.close()
            self._process.release()

    # --- inside ---

    def _greet(self) -> None:
        """Wait until the process says that it is locked down, and that it tried its locks."""
        try:
            frame = self._frames.get(timeout=START_SECONDS)
            hello: Any = wire.unpack(frame)[0] if isinstance(frame, bytes) else {"fault": ""}
        except queue.Empty:
            hello = {"fault": f"no greeting within {START_SECONDS:.0f} s"}
        except ProtocolError as error:
            hello = {"fault": f"no greeting, but something else: {error}"}
        if hello.get("hello") != 1 or hello.get("fault"):
            self.close()
            said = str(hello.get("fault") or "") or self.printed.strip()[-400:]
            raise SandboxError(
                f"isolation {self.isolation} did not come about: "
                f"{said or 'the process ended at once'}.\n"
                "Nothing was graded. `grade doctor` tries each level and says what to do; a lower "
                "one can be asked for with --isolation."
            )
        self.versions = {str(k): str(v) for k, v in hello.get("versions", {}).items()}
        self._before = usage.of_tree(self._process.pid)

    def _exchange(self, request: bytes) -> Outcome:
        """Send one request and wait for its answer, within the limits."""
        if self._flooded:
            return self._finish(self._flood())
        if not self._frames.empty():
            early = self._frames.get()
            spoke = Outcome(Kind.GARBLED, detail="an answer to a question that was not asked")
            return self._finish(early if isinstance(early, Outcome) else spoke)
        if not self._written_at_once(request):
            # In a thread of its own: a submission that never reads must not block the judge.
            writer = threading.Thread(target=self._write, args=(request,), daemon=True)
            writer.start()
            self._threads[2:] = [writer]
        frame = self._await()
        if self._flooded:
            return self._finish(self._flood())
        if isinstance(frame, Outcome):
            return self._finish(frame)
        try:
            return wire.decode_outcome(frame, expected=self._asked)
        except ProtocolError as error:
            return self._finish(Outcome(Kind.GARBLED, detail=str(error)))

    def _await(self) -> bytes | Outcome:
        """The next frame, or the limit that was reached before it came."""
        started = time.monotonic()
        left = self.limits.seconds - self._spent
        allowed = min(self.limits.call_seconds, left)
        limit = f"one call may take {self.limits.call_seconds:g} s"
        if left < self.limits.call_seconds:
            limit = f"all its calls together may take {self.limits.seconds:g} s"
        try:
            while (waited := time.monotonic() - started) < allowed:
                with contextlib.suppress(queue.Empty):
                    return self._frames.get(timeout=min(usage.TICK, allowed - waited))
                over = usage.exceeded(
                    self._process.pid,
                    self._before,
                    self._received,
                    self._process.temporary,
                    self.limits,
                )
                if over is not None:
                    return over
            return Outcome(Kind.TIMED_OUT, detail=limit)
        finally:
            self._spent += time.monotonic() - started

    def _flood(self) -> Outcome:
        return Outcome(Kind.FLOODED, detail=f"{self.limits.output_kb} kB")

    def _finish(self, outcome: Outcome) -> Outcome:
        self._end = outcome
        self.close()
        return outcome

    def _written_at_once(self, request: bytes) -> bool:
        """Send a short request here and now, where the pipe has room for it."""
        if os.name != "posix" or len(request) > select.PIPE_BUF:
            return False
        with self._writing, contextlib.suppress(OSError, ValueError):  # ended; `_await` tells how
            room = select.poll()
            room.register(self._process.stdin, select.POLLOUT)
            if not any(event & select.POLLOUT for _, event in room.poll(0)):
                return False
            os.write(self._process.stdin.fileno(), request)
        return True

    def _write(self, request: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(request)
            self._process.stdin.flush()

    def _read_frames(self) -> None:
        try:
            while True:
                prefix = _read_exactly(self._process.stdout, wire.PREFIX.size)
                size = wire.frame_size(prefix, max_body=self.limits.answer_kb << 10)
                frame = prefix + _read_exactly(self._process.stdout, size)
                self._received += len(frame)
                self._frames.put_nowait(frame)
        except queue.Full:  # answers without questions: the next question finds one waiting
            with contextlib.suppress(OSError):
                self._process.kill()
        except ProtocolError as error:
            self._put_end(Outcome(Kind.GARBLED, detail=str(error)))
        except (EOFError, OSError, ValueError):
            self._put_end(Outcome(Kind.DIED, detail=self._how_it_died()))

    def _put_end(self, outcome: Outcome) -> None:
        with contextlib.suppress(queue.Full):
            self._frames.put_nowait(outcome)

    def _catch_up(self) -> None:
        """Wait for the prints that arrived before the last answer: the same each time."""
        for _ in range(200):
            with self._reading, contextlib.suppress(OSError, ValueError):
                if os.name != "posix" or self._closed:
                    return
                arrived = select.poll()
                arrived.register(self._process.stderr, select.POLLIN)
                if not any(event & select.POLLIN for _, event in arrived.poll(0)):
                    return
            time.sleep(0.001)

    def _read_prints(self) -> None:
        keep = self.limits.output_kb << 10
        with contextlib.suppress(OSError, ValueError):
            while True:
                if os.name == "posix":
                    waiting = select.poll()
                    waiting.register(self._process.stderr, select.POLLIN)
                    waiting.poll()
                with self._reading:
                    chunk = os.read(self._process.stderr.fileno(), 1 << 16)
                    self._received += len(chunk)
                    self._printed += chunk[: keep - len(self._printed)]
                if not chunk:
                    return
                if len(self._printed) >= keep:
                    self._flooded = True
                    with contextlib.suppress(OSError):
                        self._process.kill()

    def _how_it_died(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(timeout=0.5)
            ended_by = -code if code < 0 else code - 128  # bubblewrap reports as a shell does
            with contextlib.suppress(ValueError):
                return f"it was ended by {signal.Signals(ended_by).name}"
            return f"it ended itself with exit status {code}"
        return "it closed its answers"


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
