"""A runner in this process, for code that we wrote: references, variants, known mistakes.

Questions and answers still cross the wire as bytes, so that what a check sees is what it would see
from the sandbox. It confines nothing, and bounds only the time of one answer, because a mutant may
loop for ever: never give it a stranger's file.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import sys
import threading
from collections.abc import Iterator, Mapping

from grader.model import Call, Kind, Outcome
from grader.runner import wire
from grader.runner.library import Library
from grader.runner.program import Program

# Prints are caught by exchanging sys.stdout, parameters are watched by patching a class, and eager
# operations are evaluated in NumPy: all belong to the process, so two local runners take turns.
_turn = threading.Lock()


class LocalRunner:
    """One trusted submission in this process, which imports what the submission imports."""

    isolation = "trusted"
    versions: Mapping[str, str] = {}

    seconds = 60.0  # most for one answer

    def __init__(self) -> None:
        self._program = Program(Library())
        self._prints = io.StringIO()
        self._asked = 0
        self._closed = False

    def load(self, text: str) -> Outcome:
        with self._running():
            if self._closed:
                return Outcome(Kind.DIED, detail="the runner was closed")
            return self._program.load(text)

    def ask(self, call: Call) -> Outcome:
        self._asked += 1
        number, call = wire.decode_call(wire.encode_call(self._asked, call))
        with self._running():
            if self._closed:
                return Outcome(Kind.DIED, detail="the runner was closed")
            with _Deadline(self.seconds) as deadline:
                outcome = self._program.answer(call)
            if deadline.passed:
                self._closed = True
                return Outcome(Kind.TIMED_OUT, detail=f"{self.seconds} s")
        return wire.decode_outcome(wire.answer_frame(number, outcome), expected=number)

    @contextlib.contextmanager
    def _running(self) -> Iterator[None]:
        """The process as the submission finds it, once it is this one's turn."""
        with _turn, contextlib.redirect_stdout(self._prints):
            if "jax" not in sys.modules:  # many problems do without; a first import runs by XLA
                yield
                return
            from grader.runner import eager

            eager.install()
            try:
                yield
            finally:
                eager.uninstall()

    @property
    def printed(self) -> str:
        return self._prints.getvalue()

    def close(self) -> None:
        """Answer nothing more; wait for an answer that a thread is still making."""
        with _turn:
            self._closed = True


class _Deadline:
    """Raises TimeoutError in the thread that entered it once the time is over; Python code only."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._thread = threading.get_ident()
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self.passed = True
        error = ctypes.py_object(TimeoutError)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), error)
