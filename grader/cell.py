"""A notebook's cell as a submission: its text, alone or with parts, and the report on it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

from grader.errors import UsageError
from grader.files import write_whole
from grader.model import CheckResult, Report, Status

MARK = "# %%grade"  # how a file begins that `--save` wrote
ALONE = (
    "In a notebook a cell is graded by itself. If this name comes from another cell, begin that "
    "cell with %%grade_part NAME, run it, and add --with NAME to the first line of this one."
)
UNTOUCHED = "This is the stub, still untouched. Fill in its TODO and run the cell again."
MAGIC = (
    "A line that begins with % or ! is for the notebook and not Python: move it to a cell of its "
    "own."
)


@dataclasses.dataclass(frozen=True)
class Part:
    """The text of one cell, its first line included, so that lines are counted as the editor
    does. `name` is what the learner called it; "" for the cell that is graded."""

    name: str
    text: str

    @property
    def lines(self) -> int:
        return len(self.text.split("\n"))


def as_part(line: str, body: str, above: int = 1, name: str = "") -> Part:
    """A cell as Python: its magic line as a comment.

    Args:
        line: the magic and its first word; without options, so that these do not change the seed.
        body: what stands below it.
        above: how many lines of the cell stand above the body.
    """
    return Part(name, f"# {line.strip()}" + "\n" * max(1, above) + body.rstrip("\n"))


def joined(parts: Sequence[Part]) -> str:
    """The parts as one file."""
    return "\n".join(part.text for part in parts) + "\n"


def save(parts: Sequence[Part], file: str) -> None:
    """Write what is graded to `file`, which must be new, or have been written by this.

    Raises:
        UsageError: when another file is there, or it cannot be written.
    """
    path = Path(file).expanduser()
    text = joined(parts)
    text = text if text.startswith(MARK) else f"{MARK}\n{text}"
    try:
        foreign = path.exists() and not _ours(path)
    except OSError as error:
        raise UsageError(f"--save {file}: cannot write it: {error.strerror}") from error
    if foreign:
        raise UsageError(
            f"--save {file}: this file is there and was not written by %%grade, so it is left "
            "as it is. Name another file, or move this one away."
        )
    write_whole(f"--save {file}", path, text)


def _ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK.encode()


# --- a report on a cell -----------------------------------------------------------------------


def in_the_cell(report: Report, parts: Sequence[Part]) -> Report:
    """`report` about `parts` joined, for a reader who has the last of them in front of them: lines
    are those of the cell, and the next step is one for a notebook."""
    lines = _Lines(parts)
    results = tuple(_result(result, lines) for result in report.results)
    return dataclasses.replace(
        report,
        results=results,
        diagnoses=tuple(dataclasses.replace(d, line=lines.own(d.line)) for d in report.diagnoses),
        remarks=tuple(dataclasses.replace(r, line=lines.own(r.line)) for r in report.remarks),
        note=UNTOUCHED if report.note else "",
        source=report.source[lines.above :],
    )


class _Lines:
    """Which line of the joined text is which line of which part."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.above = sum(part.lines for part in parts[:-1])

    def own(self, line: int | None) -> int | None:
        """The line of the cell, or None for one of another part."""
        return line - self.above if line is not None and line > self.above else None

    def named(self, line: int) -> str:
        """In words, such as `line 3`, or `line 3 of the part helpers`."""
        for part in self.parts:
            if line <= part.lines or part is self.parts[-1]:
                break
            line -= part.lines
        return f"line {line} of the part {part.name}" if part.name else f"line {line}"


def _result(result: CheckResult, lines: _Lines) -> CheckResult:
    summary = re.sub(r" \(line (\d+)\)$", lambda m: f" ({lines.named(int(m[1]))})", result.summary)
    own = lines.own(result.line)
    detail, extra = result.detail, ""
    if result.status is Status.FAILED and result.summary.startswith("NameError: name "):
        extra = ALONE
    elif result.status is Status.FAILED and result.summary.startswith("SyntaxError: "):
        text = "" if result.line is None else _line_of(lines.parts, result.line)
        extra = MAGIC if text.lstrip().startswith(("%", "!")) else ""
    return dataclasses.replace(
        result,
        summary=summary,
        detail="\n".join(part for part in (detail, extra) if part),
        line=own,
        column=result.column if own else None,
    )


def _line_of(parts: Sequence[Part], line: int) -> str:
    text = joined(parts).split("\n")
    return text[line - 1] if 0 < line <= len(text) else ""
