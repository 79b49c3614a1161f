"""Directories and files -> `Problem` and `Submission`. Reads TOML and text; runs nothing.

`load_suite` and `load_catalogue` do import a problem's own Python, once it is to be judged.
"""

from __future__ import annotations

import dataclasses
import os
import stat
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from grader.errors import NoSuchProblem, ProblemError, UsageError
from grader.model import Problem, Submission
from grader.places import home
from grader.table import Table, nearest

if TYPE_CHECKING:
    from grader.catalogue import Catalogue
    from grader.draw import Draw
    from grader.picture import Picture
    from grader.suite import Suite

MAX_SOURCE = 256 << 10  # bytes; a long solution is about 5 kB
LEVELS = ("easy", "medium", "hard")
LIBRARIES = ("numpy", "jax", "flax.linen", "flax.nnx", "optax")


# --- where things are ------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Library:
    """The folder of problems and the folder of solutions."""

    problems: Path
    solutions: Path

    def slugs(self) -> list[str]:
        """Every problem's name, sorted."""
        return sorted(entry.parent.name for entry in self.problems.glob("*/problem.toml"))


def find_library(problems: str | None = None, solutions: str | None = None) -> Library:
    """The folders to use: as given, else GRADE_PROBLEMS / GRADE_SOLUTIONS, else those that came
    with this package, in a wheel or in a checkout.

    Raises:
        UsageError: when a folder that was named does not exist.
    """

    def folder(given: str | None, variable: str, name: str) -> Path:
        chosen = given or os.environ.get(variable)
        path = Path(chosen) if chosen else home() / name
        if not path.is_dir():
            said = "--" + name if given else variable if chosen else "this installation"
            raise UsageError(f"{said}: there is no folder {path}. Name one that is there.")
        return path.resolve()

    return Library(
        folder(problems, "GRADE_PROBLEMS", "problems"),
        folder(solutions, "GRADE_SOLUTIONS", "solutions"),
    )


def find_problem(name: str, library: Library) -> tuple[Problem, Library]:
    """The problem that `name` means: a slug, or the path of a problem's folder.

    A path to a folder outside the library brings the `solutions` folder beside its own parent.

    Raises:
        NoSuchProblem: with the nearest known name.
        ProblemError: when the folder is there and has a fault.
    """
    path = Path(name)
    slug = path.resolve().name.replace("-", "_")
    if (path / "problem.toml").is_file() and path.resolve().parent != library.problems:
        beside = path.resolve().parent.parent / "solutions"
        solutions = beside if (beside / slug).is_dir() else library.solutions
        library = Library(path.resolve().parent, solutions)
    elif path.is_dir() and len(path.parts) > 1 and path.resolve().parent != library.problems:
        raise ProblemError(f"{path} is not a problem: it has no problem.toml")
    if (library.problems / slug / "problem.toml").is_file():
        return read_problem(slug, library), library
    if (library.problems / slug).is_dir():
        raise ProblemError(f"{library.problems / slug} has no problem.toml")
    near = nearest(slug, library.slugs(), 0.4)
    hint = f" Did you mean {near}?" if near else ""
    raise NoSuchProblem(f"there is no problem {name!r}.{hint} `grade list` shows them all.")


# --- problem.toml ----------------------------------------------------------------------------


def read_problem(slug: str, library: Library) -> Problem:
    """The problem in `library.problems / slug`, all faults of its problem.toml told at once.

    Raises:
        ProblemError: file, key, what was found and what is allowed, for every fault.
    """
    file = library.problems / slug / "problem.toml"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProblemError(f"{file}: not TOML: {error}") from error
    reader = Table(data)
    problem = Problem(
        slug=slug,
        title=reader.text("title"),
        track=reader.text("track"),
        order=reader.number("order", at_least=0),
        level=reader.one_of("level", LEVELS),
        version=reader.number("version", at_least=1),
        libraries=reader.list_of("libraries", LIBRARIES),
        entries=reader.entries("entries"),
        needs=reader.list_of("needs", None),
        limits=reader.limits("limits"),
        shapes=reader.shapes("shapes"),
        directory=file.parent,
        solution=library.solutions / slug,
    )
    reader.no_others()
    faults = [f"{file}: {fault}" for fault in reader.faults]
    if not problem.stub.is_file():
        faults.append(f"{problem.stub} is missing")
    if faults:
        raise ProblemError("\n".join(faults))
    return problem


# --- a problem's own Python ------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Material:
    """What a problem's submissions are judged by. It holds nothing of any of them."""

    suite: Suite
    catalogue: Catalogue


def load_material(problem: Problem) -> Material:
    """The checks, the truth and the known mistakes of a problem, to be used more than once.

    Raises:
        ProblemError: as `load_suite` and `load_catalogue`.
    """
    return Material(load_suite(problem), load_catalogue(problem))


def load_suite(problem: Problem) -> Suite:
    """The checks of a problem.

    Raises:
        ProblemError: when checks.py is missing, raises, or defines no `suite`.
    """
    from grader.suite import Suite

    return _exported(problem.directory / "checks.py", "suite", Suite)


def load_catalogue(problem: Problem) -> Catalogue:
    """The truth and the known mistakes of a problem.

    Raises:
        ProblemError: when equations.py is missing, raises, or defines no `catalogue`.
    """
    from grader.catalogue import Catalogue

    return _exported(problem.solution / "equations.py", "catalogue", Catalogue)


def load_pictures(problem: Problem) -> Callable[[Any, Draw], Iterable[Picture]] | None:
    """What makes a problem's pictures, pictures(subject, draw); None when it has none.

    Raises:
        ProblemError: when pictures.py raises, or defines no such function.
    """
    file = problem.directory / "pictures.py"
    if not file.is_file():
        return None
    found = getattr(_import(file), "pictures", None)
    if not callable(found):
        raise ProblemError(f"{file}: must define pictures(subject, draw)")
    return found


def load_beside(file: str, slug: str, name: str) -> ModuleType:
    """`name`.py beside the caller, or of another problem that this one builds on.

    Args:
        file: the caller's `__file__`: checks find checks, equations find equations.
        slug: the other problem; "" for the caller's own folder.

    Raises:
        ProblemError: when it is not there, or raises.
    """
    home = Path(file).resolve().parent
    return _import((home.parent / slug if slug else home) / f"{name}.py")


def _exported(file: Path, name: str, kind: type[Any]) -> Any:
    value = getattr(_import(file), name, None)
    if not isinstance(value, kind):
        raise ProblemError(f"{file}: must define {name} = {kind.__name__}(...)")
    return value


def _import(file: Path) -> ModuleType:
    """Run an author's file as a module of its own."""
    if not file.is_file():
        raise ProblemError(f"{file} is missing")
    import importlib.util

    name = f"_grade_{file.parent.parent.name}_{file.parent.name}_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except ProblemError:
        raise
    except Exception as error:
        raise ProblemError(
            f"{file}: {type(error).__name__}: {error}{_line(error, file)}"
        ) from error
    return module


def _line(error: Exception, file: Path) -> str:
    """Where in an author's file an exception came from, as the end of a sentence."""
    lines, trace = [], error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(file):
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    if isinstance(error, SyntaxError):
        return ""  # says so itself
    return f" (line {lines[-1]})" if lines else ""


# --- a submission ----------------------------------------------------------------------------


def read_submission(path: str, stdin: Callable[[int], bytes]) -> Submission:
    """The text at `path`, or of standard input for "-"; `stdin(n)` reads at most n bytes of it.

    Raises:
        UsageError: when it is missing, not a regular file, too large, or not text.
    """
    if path == "-":
        return as_submission(stdin(MAX_SOURCE + 1), "standard input")
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        said = f"cannot read {path}: {error.strerror}"
        if isinstance(error, FileNotFoundError):
            said += ". Is the name right, and is this the right folder?"
        raise UsageError(said) from error
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise UsageError(f"{path} is a folder: name the file inside that holds your answer")
        if not stat.S_ISREG(mode):
            raise UsageError(f"{path} is not a regular file: name the file that holds your answer")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return as_submission(file.read(MAX_SOURCE + 1), path)
    finally:
        os.close(descriptor)


def as_submission(data: bytes, name: str) -> Submission:
    """`data` as a submission. A byte-order mark and CRLF line ends are fine.

    Raises:
        UsageError: when it is empty, over 256 kB, not UTF-8 or has null bytes.
    """
    if len(data) > MAX_SOURCE:
        raise UsageError(f"{name} is larger than {MAX_SOURCE >> 10} kB: is it the right file?")
    if b"\0" in data:
        raise UsageError(f"{name} holds null bytes: is it the right file? Save Python as text.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(
            f"{name} is not UTF-8: byte 0x{data[error.start]:02x} on line {line}. Save it as UTF-8."
        ) from error
    if not text.strip():
        raise UsageError(f"{name} is empty: start from the problem's stub.py")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    import hashlib

    return Submission(text, name, hashlib.sha256(text.encode()).hexdigest())
