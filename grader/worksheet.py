"""Problems -> a notebook to solve them in: statement, stub and hint of each. No answers.

Plain JSON in format 4.5, without the nbformat library. The same problems give the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from grader.errors import ProblemError, UsageError
from grader.load import Library, read_problem
from grader.model import Problem

IMAGES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif"}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"(^```.*?^```$)", re.M | re.S)

INTRO = """\
# The {track} track

Each problem below has its statement, a cell to answer it in, and a cell that gives a hint. Fill in
the TODO of a cell that begins with `%%grade` and run it: the report tells whether it is right, and
if not, which mistake you made.

Run the next cell first. It needs the package `grader` in this notebook's environment. `%grade_list`
shows all the problems there are, `%%grade PROBLEM --save FILE` also keeps your answer in a file.
"""


def chosen(track: str, library: Library, *, everything: bool = False) -> list[Problem]:
    """The problems of `track`, in their order; only those in NumPy unless `everything`.

    Raises:
        UsageError: when there is no such track, or nothing in it to choose.
    """
    problems = [read_problem(slug, library) for slug in library.slugs()]
    tracks = sorted({problem.track for problem in problems})
    if track not in tracks:
        raise UsageError(f"there is no track {track!r}. The tracks are: {', '.join(tracks)}")
    found = [p for p in problems if p.track == track]
    if not everything:
        found = [p for p in found if p.libraries == ("numpy",)]
    if not found:
        raise UsageError(f"the {track} track has no problem in NumPy alone: add --all")
    return sorted(found, key=lambda problem: (problem.order, problem.slug))


def notebook(track: str, problems: Sequence[Problem]) -> str:
    """The notebook as the text of an .ipynb file."""
    here = {problem.slug for problem in problems}
    cells = [
        _cell("introduction", "markdown", INTRO.format(track=track)),
        _cell("load", "code", "%load_ext grader"),
    ]
    for problem in problems:
        stub = problem.stub.read_text(encoding="utf-8")
        text = f'<a id="{problem.slug}" name="{problem.slug}"></a>\n\n{statement(problem, here)}'
        cells += [
            _cell(f"{problem.slug[:50]}-statement", "markdown", text),
            _cell(f"{problem.slug[:50]}-answer", "code", f"%%grade {problem.slug}\n{stub}"),
            _cell(f"{problem.slug[:50]}-hint", "code", f"%grade_hint {problem.slug}"),
        ]
    data = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _cell(name: str, kind: str, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return {**cell, "source": text.rstrip("\n").splitlines(keepends=True)}


# --- a statement away from its folder --------------------------------------------------------


def statement(problem: Problem, here: Collection[str]) -> str:
    """The problem's statement with nothing in it that leads nowhere: pictures are put in, links to
    the problems `here` become links within the page, and those to other files become words.

    Raises:
        ProblemError: when there is no statement.
    """
    file = problem.directory / "README.md"
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ProblemError(f"{file} cannot be read: {error.strerror}") from error
    parts = FENCE.split(text)  # code, which is left as it is, stands at the odd places
    parts[::2] = [LINK.sub(lambda m: _link(m, file.parent, here), part) for part in parts[::2]]
    return "".join(parts)


def _link(match: re.Match[str], folder: Path, here: Collection[str]) -> str:
    picture, words, target = match.groups()
    if re.match(r"[a-z]+:|#", target):
        return match[0]
    path = folder / target.partition("#")[0]
    if not path.exists():
        return match[0]  # no link, but a formula that looks like one
    if picture:
        kind = IMAGES.get(path.suffix.lower())
        if kind is None:
            return f"*{words}*"
        data = base64.b64encode(path.read_bytes()).decode()
        return f"![{words}](data:{kind};base64,{data})"
    slug = path.parent.name if path.name == "README.md" else path.name
    if slug in here:
        return f"[{words}](#{slug})"
    if (folder.parent / slug / "problem.toml").is_file() and words.strip("`") != slug:
        return f"{words} (`{slug}`)"
    return words
