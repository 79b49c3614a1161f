"""What an examination finds, as values: one line each, with the next step."""

from __future__ import annotations

import dataclasses
import enum


class State(enum.StrEnum):
    """OK: there and tried. LACKS: not there, and grading goes on without. BAD: to be mended."""

    OK = "OK"
    LACKS = "LACKS"
    BAD = "BAD"


@dataclasses.dataclass(frozen=True)
class Finding:
    """One line of the examination.

    Attributes:
        level: for isolation, the level that it is about; "" otherwise.
        next: what to do about it, or "" when there is nothing to do.
    """

    section: str
    name: str
    state: State
    said: str
    next: str = ""
    level: str = ""


@dataclasses.dataclass(frozen=True)
class Surroundings:
    """What only the command can know: who is there, and the terminal that it prints to."""

    attended: bool
    encoding: str
    symbols: bool
    colour: bool
    columns: int


@dataclasses.dataclass(frozen=True)
class Examination:
    """All findings, and the level that `auto` gives here ("" when none can be had)."""

    findings: tuple[Finding, ...]
    level: str

    @property
    def can_grade(self) -> bool:
        """Whether a grade would come about at that level, with all its layers."""
        own = [f for f in self.findings if f.level in ("", self.level)]
        return bool(self.level) and all(finding.state is not State.BAD for finding in own)
