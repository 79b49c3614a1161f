"""The frozen values that flow from one step of a grade to the next.

Problem -> Call -> Outcome -> CheckResult -> Diagnosis -> Report. Each is made from the ones
before it and never changes.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# --- across the seam -------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Ref:
    """Something that stays in the runner: a handle's number and the attributes taken from it.

    Handle 0 is the submission's own names, handle 1 the runner's library (`grader.runner.library`).
    """

    handle: int
    path: tuple[str, ...] = ()
    type: str = ""  # what the runner calls it; for messages only


SUBMISSION = Ref(0)
LIBRARY = Ref(1)


@dataclasses.dataclass(frozen=True)
class Call:
    """One question: call `target`.

    `arrays` says what the runner makes of arrays in the arguments: "jax" or "numpy". With
    `echo` the arguments come back as they are after the call.
    """

    target: Ref
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    arrays: str = "jax"
    echo: bool = False


class Kind(enum.StrEnum):
    """How a question ended."""

    VALUE = "value"
    RAISED = "raised"
    TIMED_OUT = "timed out"
    CPU = "too much computing"
    MEMORY = "too much memory"
    TASKS = "too many threads"
    DISK = "too much written"
    FLOODED = "flooded"
    DIED = "died"
    GARBLED = "garbled"


@dataclasses.dataclass(frozen=True)
class Raised:
    """An exception of the submission's, as text; `lines` are (line, function) in its own file."""

    type: str
    message: str
    lines: tuple[tuple[int, str], ...] = ()
    column: int | None = None


@dataclasses.dataclass(frozen=True)
class Outcome:
    """The answer to one Call. Only VALUE carries anything that can make a check pass."""

    kind: Kind
    value: Any = None
    echo: Any = None
    raised: Raised | None = None
    detail: str = ""


@dataclasses.dataclass(frozen=True)
class Limits:
    """What one submission may use. The clock starts when its own code starts."""

    seconds: float = 30.0  # wall time of the whole grade
    call_seconds: float = 15.0  # wall time of one question
    cpu_seconds: float = 90.0  # over all threads
    memory_mb: int = 2048  # resident, over the process tree; JAX alone takes about 300
    tasks: int = 256  # threads and processes; XLA starts about ten for each core
    disk_kb: int = 16 << 10  # in the private /tmp, all files together
    file_kb: int = 8 << 10  # one file
    files: int = 500
    output_kb: int = 256  # printed bytes
    answer_kb: int = 8 << 10  # bytes of one answer

    def within(self, seconds: float | None) -> Limits:
        """These limits with at most `seconds` for the whole grade; None: as they are."""
        if seconds is None:
            return self
        call = min(self.call_seconds, seconds)
        return dataclasses.replace(self, seconds=seconds, call_seconds=call)


# --- a problem -------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Entry:
    """A name the submission must define, and how the statement calls it."""

    name: str
    signature: str


@dataclasses.dataclass(frozen=True)
class Problem:
    """What `problem.toml` says, and where the files are. Reading one imports nothing of it."""

    slug: str
    title: str
    track: str
    order: int
    level: str
    version: int
    libraries: tuple[str, ...]
    entries: tuple[Entry, ...]
    needs: tuple[str, ...]
    limits: Limits
    shapes: tuple[tuple[int, ...], ...]  # of arrays in questions; a warm process touches them
    directory: Path
    solution: Path

    @property
    def stub(self) -> Path:
        return self.directory / "stub.py"


@dataclasses.dataclass(frozen=True)
class Submission:
    """The text handed in. `name` is how messages call it; nothing here has been executed."""

    text: str
    name: str
    sha256: str


# --- a grade ---------------------------------------------------------------------------------


class Status(enum.StrEnum):
    """How a check ended.

    EXCUSED: it could not be asked of this submission, and that is no fault of the submission's.
    BROKEN: our fault or the author's, never the learner's.
    """

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    EXCUSED = "excused"
    BROKEN = "broken"


LOADS, DEFINES = "loads", "defines"  # the checks that every problem has
FINE = (Status.PASSED, Status.EXCUSED)  # nothing to hold against the submission


@dataclasses.dataclass(frozen=True)
class Evidence:
    """Numbers that show a failure: `inputs` by name, then expected against got."""

    expected: str
    got: str
    inputs: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class CheckResult:
    """One check's verdict, as data."""

    name: str
    sentence: str
    status: Status
    summary: str = ""
    detail: str = ""
    evidence: Evidence | None = None
    mistake: str | None = None
    crashed: bool = False  # the submission raised or was stopped, rather than answered wrongly
    line: int | None = None
    column: int | None = None  # where a syntax error sits in its line, from 1
    waits_for: tuple[str, ...] = ()  # when skipped: the checks that did not pass


@dataclasses.dataclass(frozen=True)
class Remark:
    """Something worth saying about an answer that is right."""

    name: str
    text: str
    line: int | None = None


@dataclasses.dataclass(frozen=True)
class Diagnosis:
    """A known mistake that has been proved, or several that only together explain the answers."""

    mistakes: tuple[str, ...]
    title: str
    sentences: tuple[str, ...]
    proof: str
    line: int | None = None
    smallest: Evidence | None = None


@dataclasses.dataclass(frozen=True)
class Report:
    """A finished grade: everything that any view of it shows."""

    problem: str
    title: str
    submission: str
    sha256: str
    seed: int
    results: tuple[CheckResult, ...]
    diagnoses: tuple[Diagnosis, ...]
    remarks: tuple[Remark, ...]
    note: str  # one line above the checks, such as "this is the stub, still untouched", or ""
    only: tuple[str, ...]  # the checks that were asked for, when not all were
    printed: str
    isolation: str
    versions: Mapping[str, str]
    seconds: float
    source: Sequence[str] = ()

    @property
    def passed(self) -> bool:
        """Every check passed or was excused, and some did pass. No result is not a pass."""
        opening = () if self.only else (LOADS, DEFINES)
        some = any(r.status is Status.PASSED and r.name not in opening for r in self.results)
        return some and all(result.status in FINE for result in self.results)

    @property
    def broken(self) -> bool:
        return any(r.status is Status.BROKEN for r in self.results)

    def count(self, status: Status) -> int:
        return sum(r.status is status for r in self.results)


# --- a learner's past ------------------------------------------------------------------------


class State(enum.StrEnum):
    """How far a learner has come with a problem."""

    NEW = "new"
    TRIED = "tried"
    DONE = "done"


@dataclasses.dataclass(frozen=True)
class Standing:
    """What the history says of one problem. Times are UTC, such as 2026-11-29T08:30:00Z.

    Args:
        passed: when every check first passed, or "".
        last: when it was last attempted, or "".
        seen: the solution was shown before every check had passed.
    """

    state: State = State.NEW
    attempts: int = 0
    passed: str = ""
    last: str = ""
    seen: bool = False


@dataclasses.dataclass(frozen=True)
class Attempt:
    """One grade of one text, as it was recorded. See docs/history.md.

    Args:
        number: counts a problem's attempts from 1.
        verdict: "passed" or "failed".
        file: how messages called the file.
        text: exactly what was graded.
        checks, diagnoses: as in the report's JSON.
    """

    number: int
    time: str
    problem: str
    version: int
    verdict: str
    only: tuple[str, ...]
    file: str
    sha256: str
    text: str
    seed: int
    isolation: str
    versions: Mapping[str, str]
    seconds: float
    checks: tuple[Mapping[str, Any], ...]
    diagnoses: tuple[Mapping[str, Any], ...]

    @property
    def passed(self) -> bool:
        """Every check passed, and none was left out."""
        return self.verdict == "passed" and not self.only

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The names of the mistakes that were proved."""
        return tuple(name for diagnosis in self.diagnoses for name in diagnosis["mistakes"])
