"""`grade show PROBLEM`: the statement in the terminal."""

from __future__ import annotations

import os
import shutil
import sys

import click

from grader.commands import complete
from grader.commands.console import colourful, columns, folders
from grader.errors import ProblemError


@click.command()
@click.argument("problem", shell_complete=complete.problems)
@click.option("--plain", is_flag=True, help="Plain text for a screen reader: no colour, no boxes.")
@folders
def show(problem: str, plain: bool, problems: str | None, solutions: str | None) -> None:
    """Read the statement of PROBLEM (a name or a folder), its formulas as text.

    A statement that is longer than the terminal is shown a screen at a time: space goes on, q ends.
    """
    from grader import prose
    from grader.files import near
    from grader.load import find_library, find_problem

    found, _ = find_problem(problem, find_library(problems, solutions))
    file = found.directory / "README.md"
    try:
        markdown = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ProblemError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProblemError(f"{file} is not UTF-8: save it as UTF-8") from error
    folder = near(found.directory)
    end = f"\nStart:     grade start {found.slug}\nThis page: {folder}{os.sep}README.md\n"
    if plain or not colourful():
        _print(prose.plain(markdown, folder, width=min(columns(), 100)) + end)
        return
    from rich.console import Console
    from rich.theme import Theme

    # rich sets code on black, which is a hole in a light terminal.
    theme = Theme({"markdown.code": "cyan"})
    console = Console(highlight=False, width=min(columns(), 100), theme=theme)
    with console.capture() as page:
        console.print(prose.coloured(markdown, folder), crop=False)
    _page(page.get() + end)


def _page(text: str) -> None:
    """Print it; where it is longer than the terminal, a screen at a time, as `man` does."""
    if sys.stdin.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        click.echo_via_pager(text.rstrip("\n"))
    else:
        click.echo(text, nl=False)


def _print(text: str) -> None:
    """Print it, signs that the terminal lacks by their names."""
    encoding = sys.stdout.encoding or "ascii"
    click.echo(text.encode(encoding, "namereplace").decode(encoding), nl=False)
