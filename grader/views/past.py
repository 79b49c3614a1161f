"""What a learner did, for the terminal: attempts, what changed between two, pages and sources."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator, Sequence

from grader.model import Attempt
from grader.text import clean
from grader.views.progress import local

Line = tuple[str, str]  # style, text

UNCUT = 1 << 24  # characters and lines; a submission is far smaller


def history(attempts: Sequence[Attempt], width: int = 80) -> Iterator[Line]:
    """One line for each attempt, the latest last."""
    slugs = max((len(attempt.problem) for attempt in attempts), default=0)
    for attempt in attempts:
        head = f"  {local(attempt.time)}  {attempt.problem:<{slugs}}  {attempt.number:>3}  "
        head += f"{attempt.verdict:<6}  "
        told = textwrap.wrap(outcome(attempt), max(24, width - len(head))) or [""]
        yield "green" if attempt.passed else "", head + told[0]
        yield from (("", " " * len(head) + more) for more in told[1:])


def outcome(attempt: Attempt) -> str:
    """What came out, in a few words: the mistakes, else the first check that failed."""
    passed = sum(check["status"] == "passed" for check in attempt.checks)
    asked = f"only {', '.join(attempt.only)}: " if attempt.only else ""
    if attempt.verdict == "passed":
        return f"{asked}{passed} checks passed"
    told = [diagnosis["title"] for diagnosis in attempt.diagnoses]
    told = told or [c["sentence"] for c in attempt.checks if c["status"] == "failed"][:1]
    return f"{asked}{passed} of {len(attempt.checks)}, {' + '.join(told)}"


def difference(before: Attempt, after: Attempt) -> Iterator[Line]:
    """What changed in the text, and in the verdicts."""
    names = [f"{a.problem}, attempt {a.number}, {a.verdict}" for a in (before, after)]
    times = [local(a.time) for a in (before, after)]
    old, new = (clean(a.text, most=UNCUT, lines=UNCUT).split("\n") for a in (before, after))
    changed = list(
        difflib.unified_diff(old, new, names[0], names[1], times[0], times[1], lineterm="")
    )
    if not changed:
        yield "bold", f"Attempts {before.number} and {after.number} have the same text."
    shades = {"+": "green", "-": "red", "@": "cyan"}
    yield from ((shades.get(line[:1], ""), line) for line in changed)
    yield "", ""
    yield from _verdicts(before, after)


def _verdicts(before: Attempt, after: Attempt) -> Iterator[Line]:
    was = {check["name"]: check["status"] for check in before.checks}
    moved = [
        (was.get(check["name"], "not there"), check)
        for check in after.checks
        if was.get(check["name"], "not there") != check["status"]
    ]
    yield "bold", "Checks that changed" if moved else "No check changed its verdict."
    for old, check in moved:
        style = {"passed": "green", "failed": "red"}.get(check["status"], "")
        yield style, f"  {old}, now {check['status']}: {check['sentence']}"
    titles = [" + ".join(d["title"] for d in a.diagnoses) or "none" for a in (before, after)]
    if titles[0] != titles[1]:
        yield "", f"Diagnosis: {titles[0]}, now {titles[1]}"


def page(markdown: str, width: int = 80) -> Iterator[Line]:
    """Markdown as text: paragraphs wrapped, what is indented as it is."""
    for block in clean(markdown, most=UNCUT, lines=UNCUT).strip("\n").split("\n\n"):
        if block.startswith("    "):
            yield from (("cyan", line) for line in block.split("\n"))
        else:
            yield from (("", line) for line in textwrap.wrap(block, min(width, 100)))
        yield "", ""


def beside(
    left: tuple[str, str], right: tuple[str, str] | None, *, width: int = 80, plain: bool = False
) -> Iterator[Line]:
    """Two titled texts, side by side where there is room for both, else one after the other."""
    room = (width - 3) // 2
    if right is None or plain or room < 56:
        for title, text in filter(None, (left, right)):
            yield "bold", title
            yield "", ""
            yield from (("", line) for line in _source(text))
            yield "", ""
        return
    yield "bold", f"{left[0][:room]:<{room}}   {right[0][:room]}"
    yield "", ""
    for mark, one, other in _pairs(_source(left[1]), _source(right[1])):
        ones, others = _folded(one, room), _folded(other, room)
        for number in range(max(len(ones), len(others))):
            a = ones[number] if number < len(ones) else ""
            b = others[number] if number < len(others) else ""
            yield "" if mark == " " else "yellow", f"{a:<{room}} {mark} {b}"


def _source(text: str) -> list[str]:
    return clean(text, most=UNCUT, lines=UNCUT).rstrip("\n").split("\n")


def _folded(line: str, room: int) -> list[str]:
    return [line[start : start + room] for start in range(0, len(line), room)] or [""]


def _pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The lines of two texts in rows, equal ones opposite each other, and a mark for the others."""
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, False).get_opcodes():
        ones, others = list(left[a:b]), list(right[c:d])
        rows = max(len(ones), len(others))
        ones += [""] * (rows - len(ones))
        others += [""] * (rows - len(others))
        mark = " " if tag == "equal" else "|"
        yield from ((mark, one, other) for one, other in zip(ones, others, strict=True))
