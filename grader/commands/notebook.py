"""`grade notebook TRACK`: a track as a notebook to solve it in."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.console import folders
from grader.errors import UsageError


@click.command()
@click.argument("track")
@click.option("--out", metavar="FILE.ipynb", help="Where to write it; TRACK.ipynb otherwise.")
@click.option("--all", "everything", is_flag=True, help="Also problems that need more than NumPy.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@folders
def notebook(
    track: str, out: str | None, everything: bool, force: bool,
    problems: str | None, solutions: str | None,
) -> None:  # fmt: skip
    """Write the problems of TRACK as a notebook: statement, stub and hint of each, no answers.

    In it, a cell that begins with %%grade PROBLEM is graded when it is run.
    """
    from grader import worksheet
    from grader.files import near
    from grader.load import find_library

    chosen = worksheet.chosen(track, find_library(problems, solutions), everything=everything)
    text = worksheet.notebook(track, chosen)
    path = Path(out or f"{track}.ipynb")
    write(path, text, force=force)
    click.echo(f"{near(path)}: {len(chosen)} problems")
    click.echo('Open it in Jupyter. %%grade needs IPython there: pip install "grader[notebook]".')


def write(path: Path, text: str, *, force: bool) -> None:
    """Write a new file, or with `force` over an old one.

    Raises:
        UsageError: when a file is there, or it cannot be written.
    """
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(
            f"{path} is there already, perhaps with answers in it, and is left as it is. Name "
            "another file with --out, or write over it with --force."
        ) from None
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
