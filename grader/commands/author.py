"""What authors of problems do: `grade prove`, `grade new`."""

from __future__ import annotations

import sys
from typing import Any

import click

from grader.commands import complete
from grader.commands.console import ALL_PASSED, NOT_PASSED, folders, show_lines, tell
from grader.errors import ProblemError, UsageError


@click.command()
@click.argument("problem", nargs=-1, shell_complete=complete.problems)
@click.option("--json", "as_json", is_flag=True, help="Print the proofs as JSON.")
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=1,
    metavar="N",
    help="Grade each file with N seeds; the reference with 20 at least.",
)
@click.option(
    "--every",
    type=click.IntRange(1, 1000),
    default=1,
    metavar="N",
    help="For a quick look: only each Nth file and mutant.",
)
@click.option("--save", is_flag=True, help="Keep the counts of what is proved in its proof.json.")
@click.option("--watch", is_flag=True, help="Prove one problem again at each save, until Ctrl-C.")
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="Processes to use.")
@click.option("--no-sandbox", is_flag=True, help="Leave out the sample in the sandbox.")
@click.option("--plain", is_flag=True, help="Words instead of symbols, no colour.")
@folders
def prove(problem: tuple[str, ...], as_json: bool, watch: bool, **options: Any) -> None:
    """Prove that the checks of each PROBLEM (a name or a folder) deserve trust.

    Its reference and accepted files must pass, its rejected files must be caught and named, and
    mutants of the reference must be rejected. Without a name, every problem is proved.

    Exit status: 0 all proved, 1 not all proved, 2 a problem could not be read.
    """
    from grader import author
    from grader.load import find_library
    from grader.views import proof as view

    library = find_library(options["problems"], options["solutions"])
    if options["save"] and options["every"] > 1:
        raise UsageError("--save keeps whole proofs only: leave out --every")
    shared = {name: options[name] for name in ("seeds", "every", "workers")} | {"tell": tell}
    if watch:
        if len(problem) != 1 or as_json or options["save"]:
            raise UsageError(
                "--watch proves one problem: name one, and leave out --save and --json"
            )
        for found in author.watch(problem[0], library, **shared):
            click.clear()
            if isinstance(found, ProblemError):
                click.echo(f"grade: {found}", err=True)
            else:
                show_lines(view.lines, found, plain=options["plain"])
            click.echo("  waiting for the next save, Ctrl-C ends")
    found_all = []
    for proof in author.proofs(
        problem, library, sandbox=not options["no_sandbox"], keep=options["save"], **shared
    ):
        found_all.append(proof)
        if not as_json:
            show_lines(view.lines, proof, plain=options["plain"])
            click.echo()
    if as_json:
        click.echo(view.to_json(found_all), nl=False)
    elif len(found_all) != 1:
        good = sum(proof.proved for proof in found_all)
        click.echo(f"{good} of {len(found_all)} problems proved")
    sys.exit(ALL_PASSED if all(proof.proved for proof in found_all) else NOT_PASSED)


@click.command()
@click.argument("slug")
@folders
def new(slug: str, problems: str | None, solutions: str | None) -> None:
    """Begin a problem called SLUG: both folders, from a template that proves itself."""
    from grader import author
    from grader.files import near
    from grader.load import find_library

    for path in author.new(slug, find_library(problems, solutions)):
        click.echo(f"  {near(path)}")
    click.echo(f"\nNow: grade prove {slug} --watch, and docs/authoring.md")
