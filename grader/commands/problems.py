"""What there is to learn: `grade list`."""

from __future__ import annotations

import click

from grader.commands.console import folders
from grader.errors import ProblemError, UsageError


@click.command("list")
@folders
def list_problems(problems: str | None, solutions: str | None) -> None:
    """The problems, in the order in which they build on each other."""
    from grader.load import find_library, read_problem

    library = find_library(problems, solutions)
    found, faults = [], []
    for slug in library.slugs():
        try:
            found.append(read_problem(slug, library))
        except ProblemError as error:
            faults.append(error)
    found.sort(key=lambda problem: (problem.track, problem.order, problem.slug))
    wide = max((len(problem.slug) for problem in found), default=0)
    track = ""
    for problem in found:
        if problem.track != track:
            track = problem.track
            click.echo(f"{track} track")
        needs = f"  after {', '.join(problem.needs)}" if problem.needs else ""
        click.echo(f"  {problem.slug:<{wide}}  {problem.level:<6}  {problem.title}{needs}")
    if faults:
        raise ProblemError("\n".join(str(fault) for fault in faults))
    if not found:
        raise UsageError(f"there is no problem in {library.problems}. `grade new NAME` begins one.")
