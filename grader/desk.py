"""Where a learner works, and on what next: the file of a problem, its stub, its backups."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.errors import ProblemError, UsageError
from grader.files import near
from grader.load import Library, read_problem
from grader.model import Problem, Standing, State


def workplace(problem: Problem) -> Path:
    """The file that `grade PROBLEM` grades when it is there: submission.py beside the statement, or
    SLUG.py in the current folder when the problems came with an installed package, whose folders
    are not the learner's."""
    if "_bundled" in problem.directory.parts:
        return Path.cwd() / f"{problem.slug}.py"
    return problem.directory / "submission.py"


def default_file(problem: Problem) -> str:
    """What `grade PROBLEM` grades: the learner's file, else the stub."""
    own = workplace(problem)
    return near(own if own.exists() else problem.stub)


def start(problem: Problem) -> bool:
    """Put the stub in its workplace. Whatever is there stays; returns whether the stub is new.

    Raises:
        UsageError: when it cannot be written.
    """
    place = workplace(problem)
    try:
        stub = problem.stub.read_bytes()
        file = place.open("xb")
        with _whole(place), file:
            file.write(stub)
    except FileExistsError:
        return False
    except OSError as error:
        raise UsageError(
            f"cannot write {near(place)}: {error.strerror}. Copy {near(problem.stub)} to a file of "
            f"your own and grade that: grade {problem.slug} YOUR_FILE"
        ) from error
    return True


@contextlib.contextmanager
def _whole(made: Path) -> Iterator[None]:
    """Leave no half-written file behind."""
    try:
        yield
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def reset(problem: Problem) -> Path | None:
    """Put the stub back; returns where the old file is kept, or None when it was the stub already.

    Raises:
        UsageError: when there is nothing to put back, or it cannot be done. Nothing is lost then.
    """
    place = workplace(problem)
    if not place.is_file():
        raise UsageError(f"there is no file {near(place)}: `grade start {problem.slug}` makes it")
    if place.read_bytes() == problem.stub.read_bytes():
        return None
    try:
        backup = _reserved(place)
        with _whole(backup):
            place.replace(backup)  # the file itself moves: a save at this moment is kept as well
    except OSError as error:
        raise UsageError(
            f"cannot keep {near(place)} under another name: {error.strerror}"
        ) from error
    kept = f"Your file is kept as {near(backup)}"
    try:
        fresh = start(problem)
    except UsageError as error:
        raise UsageError(f"{error}\n{kept}") from error
    if not fresh:
        raise UsageError(f"{near(place)} was saved again at this moment, and stays. {kept}")
    return backup


def _reserved(place: Path) -> Path:
    """An empty file beside `place` whose dated name nothing had before."""
    stem = f"{place.stem}-{time.strftime('%Y-%m-%d-%H%M%S')}"
    number = 1
    while True:
        backup = place.with_name(f"{stem}{f'-{number}' if number > 1 else ''}{place.suffix}")
        try:
            backup.open("xb").close()
        except FileExistsError:
            number += 1
            continue
        return backup


def in_order(library: Library) -> tuple[list[Problem], list[ProblemError]]:
    """The problems as they build on each other, and what is wrong with those that have faults."""
    found, faults = [], []
    for slug in library.slugs():
        try:
            found.append(read_problem(slug, library))
        except ProblemError as error:
            faults.append(error)
    return sorted(found, key=lambda problem: (problem.track, problem.order, problem.slug)), faults


def next_problem(problems: Sequence[Problem], standings: Mapping[str, Standing]) -> Problem | None:
    """The first of `problems` that is not done and whose prerequisites are; None when all are done.

    A prerequisite that is no problem here holds nobody up, nor does a circle of them.
    """
    todo = [p for p in problems if standings.get(p.slug, Standing()).state is not State.DONE]
    missing = {problem.slug for problem in todo}
    ready = [problem for problem in todo if not missing & set(problem.needs)]
    return next(iter([*ready, *todo]), None)
