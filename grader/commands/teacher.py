"""What teachers and operators do: `grade batch`, `grade prepare`."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from grader.commands import complete
from grader.commands.console import ALL_PASSED, NOT_GRADED, NOT_PASSED, folders, isolation
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.model import Report, Submission


@click.command()
@click.argument("problem", shell_complete=complete.problems)
@click.argument("files", nargs=-1, required=True, shell_complete=complete.files)
@click.option("--json", "as_json", is_flag=True, help="Print one report a line, as JSON.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Draw the questions from it.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    help="Most time for each submission.",
)
@isolation
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="How many; one a core.")
@folders
def batch(problem: str, files: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Grade many FILES as answers to PROBLEM, a line each, in their order.

    Nothing is recorded in your history. A file that cannot be read is told and left out.

    Exit status: 0 all passed, 1 some did not, 2 some could not be graded.
    """
    from grader.batch import Order, grade_all
    from grader.load import find_library, find_problem
    from grader.prepare import in_background
    from grader.views import data

    found, library = find_problem(problem, find_library(options["problems"], options["solutions"]))
    submissions = list(_readable(files))
    order = Order(
        found.slug, library, found.limits.within(options["timeout"]), options["isolation"],
        options["seed"],
    )  # fmt: skip
    if "jax" in found.libraries:
        in_background(library)
    width = max((len(submission.name) for submission in submissions), default=0)
    passed = broken = 0
    for report in grade_all(order, submissions, workers=options["workers"]):
        passed += report.passed
        broken += report.broken
        line = data.to_line(report) if as_json else _line(report, width)
        click.echo(line)
    if not as_json:
        click.echo(f"\n{passed} of {len(files)} passed")
    unread = len(files) - len(submissions)
    status = ALL_PASSED if passed == len(files) else NOT_PASSED
    sys.exit(NOT_GRADED if broken or unread else status)


def _readable(files: tuple[str, ...]) -> Iterator[Submission]:
    from grader.load import read_submission

    for file in files:
        try:
            yield read_submission(file, sys.stdin.buffer.read)
        except UsageError as error:
            click.echo(f"grade: {error}", err=True)


def _line(report: Report, width: int) -> str:
    """name, verdict, checks, what is wrong."""
    from grader.model import Status
    from grader.views.data import verdict

    failed = next((r for r in report.results if r.status is Status.FAILED), None)
    known = "; ".join(diagnosis.title for diagnosis in report.diagnoses)
    said = report.note and "the stub, untouched"
    why = said or known or (f"{failed.name}: {failed.summary}" if failed else "")
    count = f"{report.count(Status.PASSED)} of {len(report.results)}"
    return f"{report.submission:<{width}}  {verdict(report):<6}  {count:>8}  {why}".rstrip()


@click.command()
@click.option("--again", is_flag=True, help="Make it even if it is there.")
@folders
def prepare(again: bool, problems: str | None, solutions: str | None) -> None:
    """Compile what grades need once, and keep it for all later ones.

    That is Python's byte code, and the operations of JAX that a runner cannot evaluate in NumPy. It
    takes some ten seconds; grading works without it, only slower. Warm commands such as `watch`
    start it by themselves, in the background. GRADE_CACHE names another folder for it; with
    GRADE_CACHE=off none is used.
    """
    from grader import prepare as core
    from grader.load import find_library

    made = core.prepare(find_library(problems, solutions), again=again)
    for name, value in dataclasses.asdict(made).items():
        click.echo(f"  {name:<9}  {value}")
