"""Every exception this project raises on purpose.

    GraderError               could not grade: exit status 2, the message is for a person
    ├── UsageError            what was typed cannot be done
    │   └── NoSuchProblem     no problem has that name
    ├── ProblemError          a fault in a problem's own files, for its author
    ├── HistoryError          the record of earlier attempts cannot be read or written
    └── SandboxError          the runner could not be started or locked down, for the operator

    ProtocolError             bytes from the other side of the wire break its rules

    Verdict                   raised inside a check; becomes that check's result
    ├── CheckFailed           the property does not hold
    ├── CheckExcused          the property cannot be asked of this submission, which is no fault
    └── SubmissionStopped     the submission raised, hung, died or answered outside the rules

What a submission does wrong is never a GraderError: it is graded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.model import Evidence, Outcome


FAULT = "this is a fault in grade itself; nothing was graded. Please report it with the lines above"


class GraderError(Exception):
    """Grading could not happen. The text is complete: what, where, what to do next."""


class UsageError(GraderError):
    """What was asked for cannot be done."""


class NoSuchProblem(UsageError):
    """No problem has the name that was typed."""


class ProblemError(GraderError):
    """A problem directory has a fault; the text names file, key and what is allowed."""


class HistoryError(GraderError):
    """The record of earlier attempts cannot be used; the text says why and what to do.

    Args:
        damaged: the file is there and is no history, so that only deleting it helps.
    """

    def __init__(self, text: str, *, damaged: bool = False) -> None:
        super().__init__(text)
        self.damaged = damaged


class SandboxError(GraderError):
    """The runner could not be started or confined; the text says what was missing."""


class ProtocolError(Exception):
    """A frame, header or value breaks the rules of the wire."""


class Verdict(Exception):
    """Raised inside a check to end it."""


class CheckFailed(Verdict):
    """The property does not hold.

    Args:
        summary: one line for the learner, next to the check's sentence.
        detail: further lines, in words.
        evidence: inputs, expected and got, when numbers show it.
        mistake: name of the known mistake this check has proved by itself, if it has.
        line: of the submission, from 1, where it is known.
    """

    def __init__(
        self,
        summary: str,
        *,
        detail: str = "",
        evidence: Evidence | None = None,
        mistake: str | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(summary)
        self.summary = summary
        self.detail = detail
        self.evidence = evidence
        self.mistake = mistake
        self.line = line


class CheckExcused(Verdict):
    """The property cannot be asked of this submission, and that is no fault; the text says why."""


class SubmissionStopped(Verdict):
    """The submission gave no value: it raised, hung, died or broke the rules of the wire."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.kind)
        self.outcome = outcome
