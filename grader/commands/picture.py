"""`grade plot PROBLEM [FILE]`, and the web page of `grade PROBLEM FILE --html`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.commands import complete
from grader.commands.console import (
    ALL_PASSED,
    NOT_GRADED,
    NOT_PASSED,
    attended,
    folders,
    isolation,
    progress,
    tell,
)
from grader.errors import GraderError
from grader.files import checked_target, write_whole

if TYPE_CHECKING:
    from grader.model import Problem, Report, Submission
    from grader.picture import Album


@click.command()
@click.argument("problem", shell_complete=complete.problems)
@click.argument("file", required=False, shell_complete=complete.files)
@click.option(
    "--out", metavar="FILE", help="Where to write it: a .html or .svg file. [PROBLEM-pictures.html]"
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Draw the inputs from this seed.")
@isolation
@folders
def plot(problem: str, file: str | None, out: str | None, **options: Any) -> None:
    """Draw what FILE, an answer to PROBLEM, does: its states, gates and gradients over time.

    Without FILE: the problem's submission.py. Prints the path, and each picture in a sentence.

    Exit status: 0 drawn, 1 the submission raised or answered in a wrong form, 2 not drawn.
    """
    from grader.desk import default_file
    from grader.load import find_library, find_problem, read_submission

    library = find_library(options["problems"], options["solutions"])
    found, _ = find_problem(problem, library)
    target = checked_target("--out", out or f"{found.slug}-pictures.html", ".html", ".svg")
    submission = read_submission(file or default_file(found), sys.stdin.buffer.read)
    with progress(f"pictures of {found.title}", False, doing="Drawing"):
        album = run_album(found, submission, seed=options["seed"], isolation=options["isolation"])
    write_whole(f"--out {target}", target, _drawn(album, target))
    for line in told(album, target):
        click.echo(line)
    trouble = album.trouble
    broken = trouble is not None and trouble.status == "broken"
    sys.exit(NOT_GRADED if broken else NOT_PASSED if trouble else ALL_PASSED)


def run_album(
    problem: Problem,
    submission: Submission,
    *,
    seed: int | None,
    isolation: str,
    timeout: float | None = None,
) -> Album:
    from grader.plot import album
    from grader.runner.sandbox import SandboxRunner

    limits = problem.limits.within(timeout)
    return album(
        problem,
        submission,
        lambda: SandboxRunner(problem.libraries, limits, isolation, attended=attended()),
        seed=seed,
    )


def told(album: Album, target: Path) -> list[str]:
    """The path, each picture in a sentence, what ended them early, and how to look at it."""
    lines = [str(target)]
    lines += [f"  {picture.title}: {picture.sentence}" for picture in album.pictures]
    if album.trouble is not None:
        lines.append(f"  Not all was drawn. {album.ended}")
        lines += [f"    {line}" for line in album.trouble.detail.splitlines()]
    return [*lines, "  Open it in a web browser."]


def _drawn(album: Album, target: Path) -> str:
    if target.suffix.lower() == ".svg":
        from grader.views.svg import sheet

        return sheet(album)
    from grader.views.page import pictures

    return pictures(album)


def html_writer(
    target: str, problem: Problem, submission: Submission, options: Mapping[str, Any]
) -> Callable[[Report], None]:
    """What writes the page of a grade, with pictures where the problem has some.

    They are asked after the verdict, of a process of their own, so that they change nothing in it.
    """
    path = checked_target("--html", target, ".html")
    limits = {name: options[name] for name in ("timeout", "isolation")}

    def write(report: Report) -> None:
        from grader.load import load_pictures
        from grader.markup import equations
        from grader.views.page import to_html

        statement = problem.directory / "README.md"
        text = statement.read_text(encoding="utf-8") if statement.is_file() else ""
        answers = any(r.name == "defines" and r.status == "passed" for r in report.results)
        numbered = [(equation.number, equation.mathml) for equation in equations(text)]
        album, fault = None, None
        try:
            if answers and load_pictures(problem) is not None:
                album = run_album(problem, submission, seed=report.seed, **limits)
        except GraderError as error:  # the page is written all the same
            fault = error
        write_whole(f"--html {target}", path, to_html(report, equations=numbered, album=album))
        tell(f"  the page: {target}, to be opened in a web browser")
        if fault is not None:
            raise fault

    return write
