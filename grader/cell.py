"""A notebook's cell, graded as a file is: by a judge in a process of its own.

The kernel runs what the learner wrote, so no verdict is made in it: whatever was patched there, and
whichever state NumPy is in, the report is the one that the command gives. `grade_apart` starts
`grader.commands.cell` and waits; ending that process ends the grade and all that it started.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from grader.errors import FAULT, GraderError, UsageError
from grader.model import CheckResult, Report, Status

MARK = "# %%grade"  # how a file begins that `--save` wrote
BOOT = "import sys; p = {here!r}; p in sys.path or sys.path.insert(0, p); \
from grader.commands.cell import main; main()"
PATIENCE = 10.0  # seconds that an interrupted judge has to end what it started

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
        line: the magic's own line.
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
    partial = path.with_name(f"{path.name}.part")
    try:
        if path.exists() and not _ours(path):
            raise UsageError(
                f"--save {file}: this file is there and was not written by %%grade, so it is left "
                "as it is. Name another file, or move this one away."
            )
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise UsageError(f"--save {file}: cannot write it: {error.strerror}") from error


def _ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK.encode()


# --- in the kernel ---------------------------------------------------------------------------


def grade_apart(request: dict[str, Any]) -> dict[str, Any]:
    """What `grader.commands.cell` answers to `request`: text, html and data of the report.

    Raises:
        GraderError: with the text that the judge gave, when nothing was graded.
        KeyboardInterrupt: as it comes; the judge and its runners are gone by then.
    """
    here = str(Path(__file__).resolve().parents[1])
    command = [sys.executable, "-P", "-X", "utf8", "-c", BOOT.format(here=here)]
    with tempfile.TemporaryFile() as trouble:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=trouble,
            start_new_session=True,  # the kernel's Ctrl-C is for the kernel, which passes it on
        )  # fmt: skip
        try:
            answer = _converse(process, json.dumps(request).encode())
        finally:
            _end(process)
        trouble.seek(0)
        said = trouble.read()[-2000:].decode("utf-8", "replace").strip()
    try:
        found = json.loads(answer)
    except ValueError:
        raise GraderError(f"{said}\n{FAULT}") from None
    if "error" in found:
        raise GraderError(found["error"])
    return dict(found)


def _converse(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Send one line and read to the end, in a thread: a wait for it can be interrupted."""
    assert process.stdin is not None and process.stdout is not None
    answer: list[bytes] = []

    def work(sink: IO[bytes], source: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            sink.write(request + b"\n")
            sink.flush()
        with contextlib.suppress(OSError, ValueError):
            answer.append(source.read())

    thread = threading.Thread(target=work, args=(process.stdin, process.stdout), daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
    return b"".join(answer)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the judge's input, at which it ends, and see that it does."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(PATIENCE)
    except BaseException as error:
        process.kill()
        process.wait()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
    if process.stdout is not None:
        process.stdout.close()


# --- in the judge's process ------------------------------------------------------------------


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


def keep(problem: Any, submission: Any, report: Report) -> None:
    """Record the attempt, where this version keeps a history."""
    with contextlib.suppress(ImportError):
        from grader import history  # type: ignore[attr-defined]

        history.keep(problem, submission, report)


def attended() -> bool:
    """Whether a person runs the notebook, rather than a service or CI."""
    return not os.environ.get("CI")
