"""What a person is told of a file, and how one is written for them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from grader.errors import UsageError


def near(path: Path) -> str:
    """`path` as a person here would type it."""
    try:
        shown = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if shown.startswith("..") else shown


def checked_target(option: str, target: str, *kinds: str) -> Path:
    """The file that an option names, before the work for it begins.

    Args:
        kinds: how its name may end, so that a slip does not overwrite somebody's program.

    Raises:
        UsageError: when the name is none of these, or its folder does not exist.
    """
    path = Path(target)
    if path.suffix.lower() not in kinds:
        raise UsageError(f"{option} {target}: name a file that ends in {' or '.join(kinds)}")
    if not path.resolve().parent.is_dir():
        raise UsageError(f"{option} {target}: there is no folder {path.parent}")
    if path.is_dir():
        raise UsageError(f"{option} {target}: it is a folder: name a file in it")
    return path


def write_whole(said: str, path: Path, text: str) -> None:
    """Write a file all at once: who reads it meanwhile sees the old one or the new one.

    Args:
        said: the option and its value, as a message names them.

    Raises:
        UsageError: when it cannot be written.
    """
    partial = Path(f"{path}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise UsageError(f"{said}: cannot write it: {error.strerror}") from error
