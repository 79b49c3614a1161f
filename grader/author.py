"""What authors of problems do: prove a problem, prove it again at each save, begin a new one."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from grader.errors import ProblemError, UsageError
from grader.load import Library, find_problem, read_problem
from grader.model import Problem
from grader.proof import Proof
from grader.prove import find_all, prove, save
from grader.trial import Workers

SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def proofs(
    names: Sequence[str],
    library: Library,
    *,
    seeds: int,
    every: int,
    workers: int | None,
    sandbox: bool,
    keep: bool,
    tell: Callable[[str], None],
) -> Iterator[Proof]:
    """The proof of each named problem, or of all, as each is done.

    Args:
        keep: write the counts of each one that is proved to its proof.json.

    Raises:
        UsageError, ProblemError: when a problem cannot be found or read.
    """
    found = [find_problem(name, library) for name in names]
    if not names:
        found = [(problem, library) for problem in find_all(library)]
    with Workers(workers) as pool:
        for problem, home in found:
            proof = prove(problem, home, pool, seeds=seeds, every=every, sandbox=sandbox, tell=tell)
            if keep and proof.proved:
                save(problem, proof)
            yield proof


def watch(
    name: str,
    library: Library,
    *,
    seeds: int,
    every: int,
    workers: int | None,
    tell: Callable[[str], None],
    pause: float = 0.3,
) -> Iterator[Proof | ProblemError]:
    """The problem's proof now, and again after each save of one of its files; never ends.

    A file half written is told as the fault that it is, and the next save is waited for.
    """
    problem, home = find_problem(name, library)
    with Workers(workers) as pool:
        while True:
            before = stamps(problem)
            try:
                problem = read_problem(problem.slug, home)
                yield prove(problem, home, pool, seeds=seeds, every=every, sandbox=False, tell=tell)
            except ProblemError as error:
                yield error
            while stamps(problem) == before:
                time.sleep(pause)


def stamps(problem: Problem) -> dict[Path, int]:
    """When each file of a problem was last written."""
    found = {}
    for folder in (problem.directory, problem.solution):
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".md", ".toml"):
                try:
                    found[path] = path.stat().st_mtime_ns
                except FileNotFoundError:  # an editor is replacing it
                    found[path] = 0
    return found


def new(slug: str, library: Library) -> list[Path]:
    """Make both folders of a new problem from the template, which proves itself as it is.

    Returns the files made.

    Raises:
        UsageError: when the name cannot be used, or a folder is already there.
    """
    if not SLUG.fullmatch(slug):
        raise UsageError(
            f"{slug!r} cannot name a problem: use small letters, digits and single underscores, "
            "such as my_layer"
        )
    if "_bundled" in library.problems.parts:
        raise UsageError(
            "the problems that came with the package are not yours to add to: name folders of your "
            "own with --problems and --solutions"
        )
    folders = {"problems": library.problems / slug, "solutions": library.solutions / slug}
    for folder in folders.values():
        if folder.exists():
            raise UsageError(f"{folder} is already there: choose another name")
    order = max((p.order for p in find_all(library)), default=0) + 10
    title = slug.replace("_", " ").capitalize()
    made = []
    template = resources.files("grader") / "template"
    for part, folder in folders.items():
        for source in _files(template / part):
            name = source[0]
            text = source[1].replace("SLUG", slug).replace("TITLE", title)
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("ORDER", str(order)), encoding="utf-8")
            made.append(path)
    return made


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(relative name, text) of every file of the template."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield f"{prefix}{entry.name.removesuffix('.txt')}", entry.read_text(encoding="utf-8")
