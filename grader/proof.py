"""What `grade prove` finds out, as values: shown by `grader.views.proof`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any


@dataclasses.dataclass(frozen=True)
class Section:
    """One thing that is proved: how many of how many, and what is wrong."""

    name: str
    sentence: str
    good: int
    of: int
    faults: tuple[str, ...] = ()
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Survivor:
    """A mutant that the checks let pass and that no reason is given for: what was done on which
    line of the reference, and the lines that differ."""

    line: int
    what: str
    before: str
    after: str


@dataclasses.dataclass(frozen=True)
class Proof:
    """All that was tried of one problem.

    Args:
        hidden: for each tame choice of inputs the mistakes that it would hide.
        counts: what is kept in proof.json.
    """

    slug: str
    title: str
    sections: tuple[Section, ...]
    survivors: tuple[Survivor, ...]
    hidden: tuple[tuple[str, tuple[str, ...]], ...]
    counts: Mapping[str, Any]
    seconds: float

    @property
    def proved(self) -> bool:
        return not any(section.faults for section in self.sections)

    @property
    def faults(self) -> list[str]:
        return [fault for section in self.sections for fault in section.faults]
