"""A learner at work on one problem: `grade start`, `reset`, `hint`, `solution`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.commands import complete
from grader.commands.console import agreed, columns, folders, say, warn
from grader.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from grader.hints import Hint
    from grader.model import Attempt, Problem


@click.command()
@click.argument("problem", shell_complete=complete.problems)
@folders
def start(problem: str, problems: str | None, solutions: str | None) -> None:
    """Put a problem's stub where `grade PROBLEM` looks for your answer.

    A file that is already there is left as it is.
    """
    from grader import desk
    from grader.files import near

    found = _find(problem, problems, solutions)
    fresh = desk.start(found)
    file = near(desk.workplace(found))
    click.echo(f"{found.title}: {'here is' if fresh else 'you have already started'} {file}\n")
    click.echo(f"  read the task    grade show {found.slug}")
    click.echo(f"  fill in          the TODO in {file}")
    click.echo(f"  grade it         grade {found.slug}")
    click.echo(f"  a hint           grade hint {found.slug}")
    if not fresh:
        click.echo(f"  start again      grade reset {found.slug}, which keeps the old file")


@click.command()
@click.argument("problem", shell_complete=complete.problems)
@folders
def reset(problem: str, problems: str | None, solutions: str | None) -> None:
    """Put a problem's stub back. Your file is kept beside it, under a name with the date."""
    from grader import desk
    from grader.files import near

    found = _find(problem, problems, solutions)
    backup = desk.reset(found)
    file = near(desk.workplace(found))
    if backup is None:
        click.echo(f"{file} is the stub as it was; there was nothing to put back.")
        return
    click.echo(f"{file} is the stub again.")
    click.echo(f"Your file is kept as {near(backup)}")


@click.command()
@click.argument("problem", shell_complete=complete.problems)
@click.option("--again", is_flag=True, help="Show the last hint once more.")
@click.option("--all", "every", is_flag=True, help="Show all hints that you have seen.")
@folders
def hint(problem: str, again: bool, every: bool, **options: str | None) -> None:
    """Show one more hint, the weakest first.

    After a grade that named a mistake, the hint that answers it comes first.
    """
    from grader import history
    from grader.hints import read_hints

    if again and every:
        raise UsageError("--again shows one hint and --all shows all: choose one of them")
    found = _find(problem, options["problems"], options["solutions"])
    _, hints = read_hints(found.directory / "hints.md")
    if not hints:
        raise UsageError(f"{found.slug} has no hints. `grade show {found.slug}` shows the task.")
    trouble, shown, last = _past(found)
    warn(trouble)
    if again or every:
        _once_more(found, hints, shown if every else shown[-1:])
        return
    number = _one_more(found, hints, shown, last)
    if number is None:
        return
    if not history.recording():
        warn("no history is recorded here, so the next `grade hint` shows this hint again")
    elif not trouble:
        warn(history.keep_hint(found.slug, number))


def _past(problem: Problem) -> tuple[str, list[int], Attempt | None]:
    """What is wrong with the history, else "", the hints shown, and the last attempt."""
    from grader import history

    try:
        return "", history.hints(problem.slug), history.last(problem.slug)
    except HistoryError as error:
        return str(error), [], None


def _once_more(problem: Problem, hints: tuple[Hint, ...], numbers: list[int]) -> None:
    wanted = [hint for hint in hints if hint.number in numbers]
    if not wanted:
        click.echo(f"You have not seen a hint yet. The first one: grade hint {problem.slug}")
    for hint in wanted:
        _print(problem, hint, len(hints))


def _one_more(
    problem: Problem, hints: tuple[Hint, ...], shown: list[int], last: Attempt | None
) -> int | None:
    """Print the next hint; returns its number, or None when there is none left."""
    from grader.hints import answering, next_hint

    mistakes = last.mistakes if last else ()
    answers = answering(hints, mistakes)
    chosen = next_hint(hints, shown, mistakes)
    if mistakes and last and chosen not in answers:
        _remind(last, [hint.number for hint in answers])
    if chosen is None:
        click.echo(f"You have seen all {len(hints)} hints.\n")
        click.echo(f"  read them again    grade hint {problem.slug} --all")
        click.echo(f"  the reference      grade solution {problem.slug}")
        return None
    title = ""
    if last and chosen in answers:
        title = " + ".join(d["title"] for d in last.diagnoses if set(d["mistakes"]) & {*mistakes})
    _print(problem, chosen, len(hints), title)
    left = sum(hint.number not in shown for hint in hints) - 1
    if left:
        click.echo(f"  one more: grade hint {problem.slug} ({left} left)")
    return chosen.number


def _remind(last: Attempt, numbers: list[int]) -> None:
    """Say again what the diagnosis said, which no further hint answers."""
    from grader.views.past import page

    for diagnosis in last.diagnoses:
        told = " ".join(diagnosis["sentences"])
        say(page(f"Your last attempt: {diagnosis['title']}. {told}", columns()))
    if numbers:
        which = " and ".join(str(number) for number in numbers)
        click.echo(f"You have seen what answers it: hint {which}.\n")


def _print(problem: Problem, hint: Hint, total: int, answers: str = "") -> None:
    from grader.mathtext import readable
    from grader.views.past import page

    click.echo(f"{problem.title}, hint {hint.number} of {total}")
    if answers:
        click.echo(f"It answers your last attempt: {answers}.")
    click.echo()
    say(page(readable(hint.text), columns()))


@click.command()
@click.argument("problem", shell_complete=complete.problems)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--plain", is_flag=True, help="One after the other, no colour.")
@folders
def solution(problem: str, yes: bool, plain: bool, **options: str | None) -> None:
    """Show the reference beside your last answer that passed.

    Before one has passed it asks first, and the history says that you have seen the solution.
    """
    from grader import history
    from grader.files import near
    from grader.views.past import beside

    found = _find(problem, options["problems"], options["solutions"])
    reference = found.solution / "reference.py"
    if not reference.is_file():
        raise UsageError(f"there is no solution of {found.slug} here: {reference} is missing")
    trouble, own, other = _own_answer(found)
    warn(trouble)
    if own is None:
        question = f"You have not passed {found.slug} yet. Show its solution all the same?"
        if not agreed(question, yes):
            click.echo(f"Not shown. A smaller step: grade hint {found.slug}")
            return
        warn("" if trouble else history.keep_look(found.slug))
    what = "answer that passed" if own else "attempt"
    right = (f"Your last {what}: {other.file}", other.text) if other else None
    text = reference.read_text(encoding="utf-8")
    left = (f"The reference: {near(reference)}", text)
    say(beside(left, right, width=columns(), plain=plain), plain=plain)


def _own_answer(problem: Problem) -> tuple[str, Attempt | None, Attempt | None]:
    """What is wrong with the history, else "", the last attempt that passed, and what to show."""
    from grader import history

    try:
        own = history.last_pass(problem.slug)
        return "", own, own or history.last(problem.slug)
    except HistoryError as error:
        return str(error), None, None


def _find(name: str, problems: str | None, solutions: str | None) -> Problem:
    from grader.load import find_library, find_problem

    return find_problem(name, find_library(problems, solutions))[0]
