"""What TAB offers. Each TAB starts the program: folders are listed here, no file is read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def problems(
    ctx: click.Context, param: click.Parameter | None, incomplete: str
) -> list[CompletionItem]:
    """The problems whose names begin so; folders where a path is being typed."""
    from click.shell_completion import CompletionItem

    if "/" in incomplete or incomplete.startswith((".", "~")):
        return [CompletionItem(incomplete, type="dir")]
    return [CompletionItem(name) for name in slugs(ctx) if name.startswith(incomplete)]


def files(
    ctx: click.Context, param: click.Parameter | None, incomplete: str
) -> list[CompletionItem]:
    """The shell's own completion of files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def folders(
    ctx: click.Context, param: click.Parameter | None, incomplete: str
) -> list[CompletionItem]:
    """The shell's own completion of folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def slugs(ctx: click.Context) -> list[str]:
    """The names of the problems there are; none where their folder is not to be found."""
    from pathlib import Path  # late: `grade --help` needs no path

    from grader.places import home

    chosen = ctx.params.get("problems") or os.environ.get("GRADE_PROBLEMS")
    folder = Path(chosen) if chosen else home() / "problems"
    try:
        found = sorted(e.name for e in os.scandir(folder) if Path(e, "problem.toml").is_file())
    except OSError:
        return []
    # A name with other characters in it would be read by the shell before it is shown.
    return [name for name in found if name.replace("-", "").replace("_", "").isalnum()]
