"""A problem's hints.md as values, and which hint comes next.

    # Hints

    ## Hint 1
    <!-- for: swapped-update-gate, new-term-undamped -->

    What should come out when every z is 0?

The comment names the known mistakes that the hint answers. No page shows it, because it would give
away what the learner has not been told.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Sequence
from pathlib import Path

HEADING = re.compile(r"^## ", re.MULTILINE)
ANSWERS = re.compile(r"\A\s*<!--\s*for:(.*?)-->", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Hint:
    """One hint.

    Args:
        heading: as it stands on the page, `Hint 1` where all is well.
        mistakes: the known mistakes that it answers.
        text: Markdown.
    """

    number: int
    heading: str
    mistakes: tuple[str, ...]
    text: str


def read_hints(page: Path) -> tuple[str, tuple[Hint, ...]]:
    """What stands above the hints, and the hints, weakest first. No page is no hints."""
    if not page.is_file():
        return "", ()
    intro, *parts = HEADING.split(page.read_text(encoding="utf-8"))
    return intro.strip(), tuple(_hint(number, part) for number, part in enumerate(parts, 1))


def _hint(number: int, part: str) -> Hint:
    heading, _, body = part.partition("\n")
    answers = ANSWERS.match(body)
    names = answers[1].replace("\n", " ").split(",") if answers else []
    text = body[answers.end() :] if answers else body
    return Hint(number, heading.strip(), tuple(name.strip() for name in names), text.strip("\n"))


def next_hint(
    hints: Sequence[Hint], shown: Collection[int], mistakes: Collection[str]
) -> Hint | None:
    """The weakest hint that was not shown and answers a mistake, else the weakest not shown."""
    fresh = [hint for hint in hints if hint.number not in shown]
    return next(iter([*answering(fresh, mistakes), *fresh]), None)


def answering(hints: Sequence[Hint], mistakes: Collection[str]) -> list[Hint]:
    """Those of the hints that answer one of the mistakes, weakest first."""
    return [hint for hint in hints if set(hint.mistakes) & set(mistakes)]
