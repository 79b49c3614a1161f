"""What every command does with a terminal: options, colour, width, a line of progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from grader.commands import complete
from grader.errors import UsageError

ALL_PASSED, NOT_PASSED, NOT_GRADED, INTERRUPTED = 0, 1, 2, 130
SYMBOLS = "✓│·"  # what a report needs a terminal to have


def folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two options that say where problems and solutions are."""
    for name in ("solutions", "problems"):
        text = f"Folder of {name}. [env: GRADE_{name.upper()}]"
        option = click.option(
            f"--{name}", metavar="DIR", help=text, shell_complete=complete.folders
        )
        command = option(command)
    return command


isolation = click.option(
    "--isolation",
    type=click.Choice(["auto", "strong", "standard", "none"]),
    default="auto",
    help="How the submission is confined; none is for practice on your own file.",
)


def attended() -> bool:
    """Whether a person at a terminal is grading, rather than a service or CI."""
    return sys.stdout.isatty() and not os.environ.get("CI")


def print_styled(lines: list[tuple[str, str]]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for style, text in lines:
        console.print(Text(text.rstrip(), style=style))


def say(lines: Iterable[tuple[str, str]], *, plain: bool = False) -> None:
    """Print styled lines without rich, for what must answer at once."""
    colour = colourful() and not plain
    encoding = sys.stdout.encoding or "ascii"
    for style, text in lines:
        bold, dim = "bold" in style, "dim" in style
        shade = style.replace("bold", "").replace("dim", "").strip() or None
        text = text.rstrip().encode(encoding, "backslashreplace").decode(encoding)
        click.echo(click.style(text, fg=shade, bold=bold, dim=dim) if colour and style else text)


def warn(trouble: str) -> None:
    """One line on standard error, when there is something to say."""
    if trouble:
        click.echo(f"grade: {trouble}", err=True)


def agreed(question: str, yes: bool) -> bool:
    """Whether the person at the terminal says yes, or has said so with --yes.

    Raises:
        UsageError: when nobody can be asked.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(f"{question} Nobody is here to ask: say --yes if so.")
    return click.confirm(question, err=True)


def colourful() -> bool:
    """Colour only on a terminal that has it and a person who wants it."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty() and can_print(SYMBOLS)


def can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def columns() -> int:
    import shutil

    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


@contextmanager
def progress(title: str, quiet: bool, doing: str = "Grading") -> Iterator[None]:
    """A line on stderr while the grade runs, on a terminal only."""
    wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not quiet
    if not wanted or os.environ.get("NO_COLOR"):
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{doing} {title} ..."):
        yield


def tell(text: str) -> None:
    """What a command is doing or has done besides, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(text, err=True)


def show_lines(view: Callable[..., list[tuple[str, str]]], value: Any, *, plain: bool) -> None:
    """Print a view's lines, in colour where there is colour."""
    if colourful() and not plain:
        print_styled(view(value, width=columns()))
        return
    for _, line in view(value, width=columns(), plain=plain or not can_print(SYMBOLS)):
        click.echo(line.rstrip())
