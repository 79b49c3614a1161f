"""Grades a file at each save: `Watch` turns saves into events.

One thread notices saves, one grades, in a warm pool of its own. A grade that a new save has made
stale is ended and told nobody. Whoever shows the events stays free to listen to the keyboard.
"""

from __future__ import annotations

import contextlib
import dataclasses
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

from grader.errors import FAULT, GraderError
from grader.load import Material, load_material, read_submission
from grader.model import Problem, Report, Submission
from grader.pipeline import grade
from grader.runner.pool import Pool
from grader.runner.sandbox import SandboxRunner

STEP = 20  # milliseconds of silence after which a burst of writes counts as one save
SETTLE = 0.15  # seconds that a file may be missing or empty while an editor replaces it


@dataclasses.dataclass(frozen=True)
class Begun:
    """A grade has begun: the last verdict is of an older text."""


@dataclasses.dataclass(frozen=True)
class Graded:
    """A save was graded, `seconds` after it was noticed."""

    submission: Submission
    report: Report
    seconds: float


@dataclasses.dataclass(frozen=True)
class Trouble:
    """A save could not be graded; the text says why. The next one is waited for.

    With `final` nothing can be graded any more.
    """

    text: str
    final: bool = False


Event = Begun | Graded | Trouble


class Watch:
    """Grades `place` now, and again whenever its text has changed.

    Args:
        place: the file; it may not be there yet.
        name: how reports call it.
        pool: makes the pool; called in the thread that grades, which outlives it.
        tell: takes the events, in a thread of its own.
    """

    def __init__(
        self,
        problem: Problem,
        place: Path,
        name: str,
        pool: Callable[[], Pool],
        tell: Callable[[Event], None],
    ) -> None:
        self._problem = problem
        self._place = place
        self._name = name
        self._make_pool = pool
        self._tell = tell
        self._wanted: queue.Queue[float | None] = queue.Queue()  # when it was wanted; None: end
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._runners: list[SandboxRunner] = []
        self._graded: str | None = None  # the text that was graded last, or is being graded
        self._seen = self._signature()
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._notice, self._work)
        ]
        self._want()
        for thread in self._threads:
            thread.start()

    def again(self) -> None:
        """Grade the file once more, changed or not; what is being graded is ended."""
        self._graded = None
        self._want()

    def close(self) -> None:
        """End what runs, and wait until it is gone."""
        self._stop.set()
        self._want(end=True)
        for thread in self._threads:
            thread.join(timeout=10)

    # --- noticing ---

    def _notice(self) -> None:
        from watchfiles import watch

        # The folder is watched, not the file: editors put a new file in the old one's place. A
        # look now and then finds what was saved before the watching began, and what a system that
        # tells nothing, such as a network's file system, has changed.
        with contextlib.suppress(FileNotFoundError):
            for changes in watch(
                self._place.parent, stop_event=self._stop, recursive=False, step=STEP,
                debounce=10 * STEP, rust_timeout=200, yield_on_timeout=True, raise_interrupt=False,
            ):  # fmt: skip
                now = self._signature()
                named = any(Path(path).name == self._place.name for _, path in changes)
                if named or now != self._seen:
                    self._seen = now
                    self._saved()
        if not self._stop.is_set():
            gone = f"the folder {self._place.parent} is gone: start again"
            self._tell(Trouble(gone, final=True))

    def _signature(self) -> tuple[int, ...] | None:
        """What differs when the file has been written or replaced."""
        with contextlib.suppress(OSError):
            facts = self._place.stat()
            return facts.st_mtime_ns, facts.st_size, facts.st_ino
        return None

    def _saved(self) -> None:
        """A write was noticed: what is being graded may be stale."""
        with contextlib.suppress(GraderError):
            if self._text().text == self._graded:
                return
        self._want()

    def _want(self, *, end: bool = False) -> None:
        """Ask for a grade, or for the end; what is being graded is stale, and is ended.

        Under one lock, so that the grade that is asked for is never taken for the stale one.
        """
        with self._lock:
            self._wanted.put(None if end else time.monotonic())
            runners, self._runners = self._runners, []
        for runner in runners:
            runner.close()

    # --- grading ---

    def _work(self) -> None:
        try:
            material = load_material(self._problem)
            with self._make_pool() as pool:
                while (since := self._latest()) is not None:
                    submission = self._read()
                    if submission is None or submission.text == self._graded:
                        continue
                    self._graded = submission.text
                    self._tell(Begun())
                    report = self._report(submission, pool, material)
                    if report is None:
                        self._graded = None
                        continue
                    self._tell(Graded(submission, report, time.monotonic() - since))
                    pool.refill()
        except GraderError as error:
            self._tell(Trouble(str(error), final=True))
        except Exception as error:  # nobody else would tell that nothing is graded any more
            self._tell(Trouble(f"{type(error).__name__}: {error}. {FAULT}", final=True))

    def _report(self, submission: Submission, pool: Pool, material: Material) -> Report | None:
        """The report; None when a newer save, or the end, has made it stale.

        What the end of its runners does to a stale grade, errors included, says nothing.
        """
        try:
            report = grade(
                self._problem, submission, lambda: self._tracked(pool), material=material
            )
        except Exception:
            if self._stale():
                return None
            raise
        with self._lock:
            self._runners = []
        return None if self._stale() else report

    def _stale(self) -> bool:
        return not self._wanted.empty()

    def _latest(self) -> float | None:
        """When the latest grade was wanted, once one is; None when it is to end."""
        since = self._wanted.get()
        while since is not None and not self._wanted.empty():
            since = self._wanted.get()
        return since

    def _read(self) -> Submission | None:
        """The file's text; None when there is none, which is told unless it comes back at once."""
        deadline = time.monotonic() + SETTLE
        while True:
            try:
                return self._text()
            except GraderError as error:
                if time.monotonic() > deadline:
                    self._graded = None
                    gone = not self._place.exists()
                    said = f"{self._place.name} is gone; it is graded when it comes back"
                    self._tell(Trouble(said if gone else str(error)))
                    return None
            time.sleep(0.02)

    def _text(self) -> Submission:
        found = read_submission(str(self._place), lambda size: b"")
        return dataclasses.replace(found, name=self._name)

    def _tracked(self, pool: Pool) -> SandboxRunner:
        """A runner that a new save can end, and has ended if it came meanwhile."""
        runner = pool.runner()
        with self._lock:
            self._runners.append(runner)
            stale = self._stale()
        if stale:
            runner.close()
        return runner
