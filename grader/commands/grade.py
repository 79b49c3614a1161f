"""`grade PROBLEM [FILE]`: one file, one report."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.commands import complete
from grader.commands.console import (
    ALL_PASSED,
    NOT_GRADED,
    NOT_PASSED,
    SYMBOLS,
    attended,
    can_print,
    columns,
    folders,
    isolation,
    progress,
    show_lines,
    warn,
)
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.model import Problem, Report, Submission


@click.command()
@click.argument("problem", shell_complete=complete.problems)
@click.argument("file", required=False, shell_complete=complete.files)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON (docs/report.md).")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="junit=FILE",
    help="Also write the report to FILE: junit=FILE or json=FILE.",
)
@click.option("--html", metavar="FILE", help="Also write the report to FILE as a web page.")
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), help="Draw the questions from this seed."
)
@click.option("--only", multiple=True, metavar="CHECK", help="Run this check and what it needs.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    help="Most time for the submission.",
)
@isolation
@click.option("--no-record", is_flag=True, help="Leave this attempt out of your history.")
@click.option("--plain", is_flag=True, help="Words instead of symbols, no colour.")
@folders
def run(problem: str, file: str | None, **options: Any) -> None:
    """Grade FILE as an answer to PROBLEM (a name or a folder).

    Without FILE: the problem's submission.py, or its stub when there is none.

    Exit status: 0 all passed, 1 graded but not passed, 2 could not be graded.
    """
    from grader.desk import default_file
    from grader.load import find_library, find_problem, read_submission

    library = find_library(options["problems"], options["solutions"])
    found, _ = find_problem(problem, library)
    submission = read_submission(file or default_file(found), sys.stdin.buffer.read)
    writers = [parse_format(text) for text in options["formats"]]
    if options["html"]:
        from grader.commands.picture import html_writer

        writers.append(html_writer(options["html"], found, submission, options))
    with progress(found.title, options["plain"] or options["as_json"]):
        report = run_grade(found, submission, **options)
    try:
        show(report, as_json=options["as_json"], plain=options["plain"])
    finally:  # also when the reader left before the end
        if not options["no_record"]:
            record(found, submission, report)
    for write in writers:
        write(report)
    sys.exit(NOT_GRADED if report.broken else ALL_PASSED if report.passed else NOT_PASSED)


def record(problem: Problem, submission: Submission, report: Report) -> None:
    """Keep an attempt in the learner's history. Trouble is a line on stderr and costs nothing."""
    from grader import history

    warn(history.keep(problem, submission, report))


def run_grade(
    problem: Problem,
    submission: Submission,
    *,
    seed: int | None,
    only: tuple[str, ...],
    timeout: float | None,
    isolation: str,
    **_: Any,
) -> Report:
    from grader.pipeline import grade
    from grader.runner.sandbox import SandboxRunner

    limits = problem.limits.within(timeout)
    return grade(
        problem,
        submission,
        lambda: SandboxRunner(problem.libraries, limits, isolation, attended=attended()),
        seed=seed,
        only=only,
    )


def parse_format(text: str) -> Callable[[Report], None]:
    """`junit=FILE` or `json=FILE` as what writes that file."""
    kind, _, target = text.partition("=")
    if kind not in ("junit", "json") or not target:
        raise UsageError(f"--format {text}: write junit=FILE or json=FILE")
    if not Path(target).resolve().parent.is_dir():
        raise UsageError(
            f"--format {text}: there is no folder {Path(target).parent}. Make it first."
        )

    def write(report: Report) -> None:
        from grader.files import write_whole
        from grader.views.data import to_json
        from grader.views.junit import to_junit

        body = to_junit(report) if kind == "junit" else to_json(report)
        write_whole(f"--format {text}", Path(target), body)

    return write


def show(report: Report, *, as_json: bool, plain: bool) -> None:
    """Print the report, and in a GitHub workflow annotate the file as well."""
    from grader.views import data, github, terminal

    if as_json:
        click.echo(data.to_json(report), nl=False)
    elif github.active(os.environ):
        simple = plain or not can_print(SYMBOLS)
        text = terminal.text(report, width=columns(), plain=simple)
        click.echo(github.fenced(text), nl=False)
    else:
        show_lines(terminal.lines, report, plain=plain)
    if github.active(os.environ):
        click.echo(github.commands(report), nl=False, err=as_json)
        try:
            github.append_summary(report, os.environ)
        except OSError as error:
            raise UsageError(f"GITHUB_STEP_SUMMARY cannot be written: {error.strerror}") from error
