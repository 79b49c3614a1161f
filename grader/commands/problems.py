"""What there is to learn: `grade list`, `grade next`, `grade progress`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from grader.commands.console import can_print, columns, folders, say, warn
from grader.errors import HistoryError, ProblemError, UsageError

if TYPE_CHECKING:
    from grader.load import Library
    from grader.model import Problem, Standing

LIST = "grade/list/1"


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON (docs/history.md).")
@click.option("--plain", is_flag=True, help="A line for each problem, no columns, no colour.")
@folders
def list_problems(as_json: bool, plain: bool, problems: str | None, solutions: str | None) -> None:
    """The problems, in the order in which they build on each other, and how far you are."""
    from grader.desk import in_order
    from grader.load import find_library
    from grader.views.listing import listing, sentences

    library = find_library(problems, solutions)
    found, faults = in_order(library)
    standings = known_standings()
    if as_json:
        click.echo(_to_json(found, standings))
    else:
        view = (
            sentences(found, standings) if plain else listing(found, standings, max(60, columns()))
        )
        say(view, plain=plain)
    if faults:
        raise ProblemError("\n".join(str(fault) for fault in faults))
    _some(found, library)


@click.command("next")
@folders
def next_command(problems: str | None, solutions: str | None) -> None:
    """Which problem to do next: the first that is not done and whose prerequisites are."""
    from grader.desk import in_order, next_problem, workplace
    from grader.files import near
    from grader.load import find_library
    from grader.model import Standing

    library = find_library(problems, solutions)
    found, _ = in_order(library)
    _some(found, library)
    standings = known_standings()
    chosen = next_problem(found, standings)
    if chosen is None:
        click.echo(f"All {len(found)} problems are done. `grade progress` shows how it went.")
        return
    tried = standings.get(chosen.slug, Standing()).attempts
    count = f", {tried} attempt{'s' if tried > 1 else ''} so far" if tried else ""
    click.echo(f"Next: {chosen.title} ({chosen.track} track, {chosen.level}{count})\n")
    click.echo(f"  read it     grade show {chosen.slug}")
    if workplace(chosen).exists():
        click.echo(f"  go on in    {near(workplace(chosen))}")
    else:
        click.echo(f"  start it    grade start {chosen.slug}")
    click.echo(f"  grade it    grade {chosen.slug}")


@click.command()
@click.option("--plain", is_flag=True, help="Words only: no bars, no colour.")
@folders
def progress(plain: bool, problems: str | None, solutions: str | None) -> None:
    """How far you are in each track, and how much you tried on which day."""
    from grader import history
    from grader.desk import in_order
    from grader.load import find_library
    from grader.views import progress as view

    library = find_library(problems, solutions)
    found, _ = in_order(library)
    _some(found, library)
    times = [attempt.time for attempt in history.attempts()]
    plain = plain or not can_print("█▒░")
    today = time.strftime("%Y-%m-%d")
    say(
        view.progress(found, history.statuses(), times, today=today, plain=plain),
        plain=plain,
    )


def known_standings() -> dict[str, Standing]:
    """How far the learner is; nothing, and a line on stderr, when the history cannot be read."""
    from grader import history

    try:
        return history.statuses()
    except HistoryError as error:
        warn(str(error))
        return {}


def _some(found: list[Problem], library: Library) -> None:
    if not found:
        raise UsageError(f"there is no problem in {library.problems}. `grade new NAME` begins one.")


def _to_json(found: list[Problem], standings: dict[str, Standing]) -> str:
    import dataclasses
    import json

    from grader.model import Standing

    names = ("slug", "title", "track", "order", "level", "version", "needs")
    rows = [
        {name: getattr(problem, name) for name in names}
        | dataclasses.asdict(standings.get(problem.slug, Standing()))
        for problem in found
    ]
    return json.dumps({"schema": LIST, "problems": rows}, indent=2)
