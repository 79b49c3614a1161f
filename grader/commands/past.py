"""What a learner did before: `grade history`, `grade diff`, `grade data`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.commands import complete
from grader.commands.console import agreed, columns, say
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.model import Attempt

HISTORY, DATA = "grade/history/1", "grade/data/1"


@click.command()
@click.argument("problem", required=False, shell_complete=complete.problems)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON (docs/history.md).")
def history(problem: str | None, as_json: bool) -> None:
    """Your attempts, the latest last; of one PROBLEM, or of all."""
    from grader.views.past import history as view

    found = _attempts(problem)
    if as_json:
        rows = [_without_text(attempt) for attempt in found]
        data = {"schema": HISTORY, "attempts": rows}
        click.echo(json.dumps(data, indent=2))
        return
    if not found:
        at = f" at {_slug(problem)}" if problem else ""
        click.echo(f"No attempt{at} is recorded yet. {_why_empty()}")
    say(view(found, columns()))


@click.command()
@click.argument("problem", shell_complete=complete.problems)
@click.argument("first", type=click.IntRange(1), required=False, metavar="[A]")
@click.argument("second", type=click.IntRange(1), required=False, metavar="[B]")
def diff(problem: str, first: int | None, second: int | None) -> None:
    """What changed between two attempts at PROBLEM: the text, and the checks.

    A and B are numbers from `grade history PROBLEM`. Without them: the last two; with A alone: A
    and the last.
    """
    from grader.views.past import difference

    found = _attempts(problem)
    slug = _slug(problem)
    if len(found) < 2:
        count = "1 attempt" if found else "no attempt"
        raise UsageError(f"there is {count} at {slug} to compare; it takes two")
    first = first or len(found) - 1
    second = second or len(found)
    for number in (first, second):
        if number > len(found):
            raise UsageError(
                f"there is no attempt {number} at {slug}: they are numbered 1 to {len(found)}, see "
                f"`grade history {slug}`"
            )
    say(difference(found[first - 1], found[second - 1]))


@click.group()
def data() -> None:
    """What is recorded of you: export it, or delete it. It never leaves this machine by itself."""


@data.command()
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Write all that is recorded, the texts included, to a new FILE as JSON (docs/history.md)."""
    import contextlib
    import os

    from grader import history

    found = {"schema": DATA, "exported": history.now(), **history.everything()}
    body = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(file, flags, 0o600), "wb") as target:
            target.write(body.encode())
    except FileExistsError as error:
        raise UsageError(f"{file} is already there, and was left as it is: name another") from error
    except OSError as error:
        with contextlib.suppress(OSError):
            file.unlink()  # half of it is of no use
        raise UsageError(f"cannot write {file}: {error.strerror}") from error
    click.echo(f"{_many(len(found['attempts']))} written to {file}")


@data.command()
@click.argument("problem", required=False, shell_complete=complete.problems)
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(problem: str | None, yes: bool) -> None:
    """Delete what is recorded of PROBLEM, or everything. Your files stay."""
    from grader import history
    from grader.errors import HistoryError

    slug = _slug(problem) if problem else ""
    try:
        count = _many(len(_attempts(problem)))
    except HistoryError as error:
        if slug or not error.damaged:
            raise
        count = "everything in the damaged file"
    where = f" at {slug}" if slug else ""
    what = f"{count}{where}, the texts, and which hints and solutions you saw"
    if not agreed(f"Delete {what}?", yes):
        click.echo("Nothing was deleted.")
        return
    history.delete(slug)
    click.echo(f"Deleted: {what}.")


def _attempts(problem: str | None) -> list[Attempt]:
    """The attempts at a problem, or all.

    Raises:
        UsageError: when none is recorded and there is no such problem.
    """
    from grader import history
    from grader.load import find_library, find_problem

    found = history.attempts(_slug(problem) if problem else "")
    if problem and not found:
        find_problem(problem, find_library())
    return found


def _slug(name: str) -> str:
    """A problem's name as it is recorded, also of one that is no longer there."""
    return Path(name).resolve().name.replace("-", "_")


def _many(count: int) -> str:
    return "1 attempt" if count == 1 else f"{count} attempts"


def _why_empty() -> str:
    from grader import history

    if history.recording():
        return "`grade PROBLEM` grades your answer and records it."
    return "Recording is off here (GRADE_HISTORY=off, or CI without GRADE_DATA)."


def _without_text(attempt: Attempt) -> dict[str, Any]:
    import dataclasses

    return {k: v for k, v in dataclasses.asdict(attempt).items() if k != "text"}
