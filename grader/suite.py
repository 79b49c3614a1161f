"""What `checks.py` is written with: checks, their order, and the subject they ask.

    suite = Suite(Cell)

    @suite.check("z = 0 keeps the previous state", needs=["parameters"])
    def update_gate_keeps(cell, draw): ...

A check is ordinary Python in the judge. It passes by returning, and ends early by raising a
`Verdict`; anything else it raises is the author's fault and is reported as such.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from grader.catalogue import Catalogue
from grader.draw import Draw
from grader.errors import ProblemError
from grader.model import Evidence, Problem, Remark, Submission
from grader.readings import Reading, Roles
from grader.source import Source
from grader.submission import Handle


@dataclasses.dataclass(frozen=True)
class Question:
    """One question in the statement's own terms, and the submission's answer.

    `kind` is the method of the truth that answers it; `args` may contain `Leaves`.
    """

    kind: str
    args: tuple[Any, ...]
    answer: Any


Work = Callable[[Handle, Handle], Any]

RAISED = object()  # the answer of a call that raised; a mistake's model answers so by raising


@dataclasses.dataclass(frozen=True)
class Context:
    """What a subject is made of.

    Args:
        submission: the submission's own names.
        library: the runner's helpers.
        witness: starts work(submission, library) on another process, which has answered nothing
            yet, and returns a function that gives the work's result. Each use is a new process.
    """

    problem: Problem
    catalogue: Catalogue
    source: Source
    handed_in: Submission
    seed: int
    submission: Handle
    library: Handle
    witness: Callable[[Work], Callable[[], Any]]


class Subject:
    """The submission as a problem's checks see it. Subclass it in `checks.py`.

    Checks put questions through `record`, so that known mistakes can be held against the answers
    afterwards. A problem whose statement fixes names leaves `roles` and `readings` as they are.
    """

    roles: Roles = Roles({})
    uses_witness = False  # have a second process started along with the first

    def __init__(self, context: Context) -> None:
        self.context = context
        self.questions: list[Question] = []
        self.remarks: list[Remark] = []
        self.ruled_out = False  # no known mistake gives the answers so far
        self.readings: Sequence[Reading] = (Reading({}),)

    @property
    def truth(self) -> Any:
        return self.context.catalogue.truth

    def record(self, kind: str, args: tuple[Any, ...], answer: Any) -> Any:
        """Keep a question and its answer; returns the answer."""
        self.questions.append(Question(kind, args, answer))
        return answer

    def remark(self, name: str, text: str, line: int | None = None) -> None:
        """Say something about a right answer, once."""
        if all(known.name != name for known in self.remarks):
            self.remarks.append(Remark(name, text, line))

    def line_of(self, at: str, reading: Reading) -> int | None:
        """The line of the submission where part `at` of the equations sits, if it can be found."""
        return None

    def smallest(self, model: Any | None, reading: Reading) -> Evidence | None:
        """A smallest input on which `model` (None: the submission itself) differs from the truth;
        None when there is none to show."""
        return None


@dataclasses.dataclass(frozen=True)
class Check:
    """One property: a name for `--only`, a sentence for the learner, a function, what it needs,
    and why it is there when no known mistake fails at it first."""

    name: str
    sentence: str
    function: Callable[[Any, Draw], None]
    needs: tuple[str, ...]
    alone: str = ""


class Suite:
    """A problem's checks, in the order in which they are reported."""

    def __init__(self, subject: type[Subject]) -> None:
        self.subject = subject
        self.checks: list[Check] = []

    def check(
        self, sentence: str, needs: Sequence[str] = (), *, name: str = "", alone: str = ""
    ) -> Callable[..., Any]:
        """Declare the decorated function (subject, draw) as a check.

        Args:
            needs: names of earlier checks without which this one says nothing.
            name: for `--only` and reports; the function's own otherwise.
            alone: why the check is there although no known mistake fails at it first.
        """

        def add(function: Callable[[Any, Draw], None]) -> Callable[[Any, Draw], None]:
            known = {check.name for check in self.checks}
            called = name or function.__name__
            missing = [need for need in needs if need not in known]
            if called in known or missing:
                fault = (
                    f"needs {missing[0]!r}, which no earlier check is called"
                    if missing
                    else ("is declared twice")
                )
                raise ProblemError(f"check {called!r} {fault}")
            self.checks.append(Check(called, sentence, function, tuple(needs), alone))
            return function

        return add
