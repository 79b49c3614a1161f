"""What a picture is before it is drawn: numbers, names and one sentence that says what they show.

A problem's `pictures.py` makes them, `grader.views.svg` draws them. Whoever cannot see a picture
has its sentence and its table, so nothing is in the drawing alone.
"""

from __future__ import annotations

import dataclasses
import enum

from grader.model import CheckResult

Numbers = tuple[float | None, ...]  # None: there is no value to show here


class Role(enum.StrEnum):
    """Whose numbers they are; each is drawn in its own colour, line and mark."""

    RIGHT = "right"
    YOURS = "yours"
    OTHER = "other"


@dataclasses.dataclass(frozen=True)
class Series:
    """One line: a value for each x of the picture."""

    name: str
    values: Numbers
    role: Role


@dataclasses.dataclass(frozen=True)
class Panel:
    """A small drawing beside others on the same axes, such as one unit of a state."""

    title: str
    series: tuple[Series, ...]


@dataclasses.dataclass(frozen=True)
class Picture:
    """Panels on the same axes.

    Args:
        sentence: what the data show, computed from them: it stands for the picture in words.
        note: how to read it, where that is not plain.
        joined: whether neighbouring points are one course; otherwise right and yours are a pair.
        logarithmic: whether the vertical axis is; then values must be above 0.
    """

    title: str
    sentence: str
    across: str
    up: str
    x: tuple[float, ...]
    panels: tuple[Panel, ...]
    note: str = ""
    joined: bool = True
    logarithmic: bool = False


@dataclasses.dataclass(frozen=True)
class Album:
    """A submission's pictures; `trouble` is what ended them early."""

    problem: str
    title: str
    submission: str
    seed: int
    pictures: tuple[Picture, ...]
    trouble: CheckResult | None = None
    isolation: str = ""

    @property
    def ended(self) -> str:
        """Why there are no more pictures, in a sentence; "" when all are there."""
        if self.trouble is None:
            return ""
        return f"Needed: {self.trouble.sentence}. Found: {self.trouble.summary}"
