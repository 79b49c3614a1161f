"""Fills the compile cache with the public sweep at every problem's shapes, and nothing else.

It is filled in a process of our own that never sees a submission, into a folder that only becomes
visible when it is whole. What is kept, for whom, and why: `grader.runner.compiled`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from grader.errors import UsageError
from grader.load import Library, read_problem
from grader.runner import compiled, policy

KEPT = 3  # folders: this machine may have several environments
# Python finds modules in the folder it starts in: there must be no learner's file.
OURS = Path(__file__).resolve().parents[1]
FILL = "import sys; from grader.prepare import fill; fill(sys.argv[1])"


@dataclasses.dataclass(frozen=True)
class Prepared:
    """A cache that can be used: where, how many entries, how large, how long it took to make."""

    folder: Path
    entries: int
    megabytes: float
    seconds: float


def current() -> Prepared | None:
    """The cache that this machine's runners would use, if there is one."""
    here = compiled.ready()
    if not here:
        return None
    facts = json.loads((Path(here) / compiled.DONE).read_text(encoding="utf-8"))
    return Prepared(Path(here), facts["entries"], facts["megabytes"], facts["seconds"])


def prepare(library: Library, *, again: bool = False) -> Prepared:
    """The cache, made now where it is missing or not for the installed versions.

    Args:
        again: make it even so.

    Raises:
        UsageError: when it cannot be made here, or is being made by another process.
    """
    if os.name != "posix":
        raise UsageError("compiled code is kept on Linux and macOS only; grading works without it")
    if compiled.off():
        raise UsageError("GRADE_CACHE=off: unset it, or name a folder with it")
    found = current()
    if found is not None and not again:
        return found
    home = compiled.home()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not compiled.private(home):
            raise UsageError(f"others can write {home}: chmod go-w it, or set GRADE_CACHE")
        with _alone(home):
            _byte_compile()
            return _made(library, home)
    except OSError as error:
        raise UsageError(f"{home} cannot be written: {error.strerror}. Set GRADE_CACHE.") from error


def _byte_compile() -> None:
    """Give the installed packages and our own modules their byte code, where it was left out:
    without it each process compiles them anew, because a runner writes nothing."""
    folders = [*policy.packages(), str(policy.PACKAGE)]
    command = [sys.executable, "-m", "compileall", "-q", "-j", "2", *folders]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=OURS)


def in_background(library: Library) -> None:
    """Start making the cache where there is none, at a low priority, and do not wait for it."""
    if os.name != "posix" or compiled.off() or compiled.ready():
        return
    command = [sys.executable, "-m", "grader", "prepare"]
    command += ["--problems", str(library.problems.absolute())]
    command += ["--solutions", str(library.solutions.absolute())]
    with contextlib.suppress(OSError):
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True, cwd=OURS,
            env={**os.environ, "GRADE_CACHE": str(compiled.home())},
        )  # fmt: skip


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the lock of the whole folder; the system lets go of it whatever becomes of us."""
    import fcntl

    with open(home / "lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError("another process is preparing the cache: wait for it") from None
        yield


def _made(library: Library, home: Path) -> Prepared:
    began = time.monotonic()
    os.nice(5)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=home))
    try:
        writing = {
            **policy.environment(tempfile.gettempdir(), str(partial)),
            "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        }
        command = [sys.executable, "-c", FILL, str(library.problems.absolute())]
        done = subprocess.run(command, env=os.environ | writing, capture_output=True, cwd=OURS)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
            raise UsageError(f"the cache could not be made: {said}")
        sizes = [entry.stat().st_size for entry in partial.iterdir()]
        size, seconds = sum(sizes) / 2**20, time.monotonic() - began
        if size > compiled.MOST_MB:
            raise UsageError(f"the cache would take {size:.0f} MB; {compiled.MOST_MB} are allowed")
        target = compiled.folder()
        made = Prepared(target, len(sizes), round(size, 1), round(seconds, 1))
        facts = {k: v for k, v in dataclasses.asdict(made).items() if k != "folder"}
        (partial / compiled.DONE).write_text(json.dumps(facts) + "\n", encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _forget_old(home, target)
    return made


def _forget_old(home: Path, made: Path) -> None:
    """Delete all but `made` and the newest few, and what a killed process left."""
    others = [entry for entry in home.iterdir() if entry.is_dir() and entry != made]
    killed = [entry for entry in others if entry.name.startswith(".partial-")]
    whole = sorted({*others} - {*killed}, key=lambda entry: entry.stat().st_mtime)
    for entry in [*killed, *whole[: 1 - KEPT]]:
        shutil.rmtree(entry, ignore_errors=True)


def fill(problems: str) -> None:
    """In the process that writes: compile what runners would, in a public sweep at the shapes that
    problems name. Most operations they evaluate in NumPy; the others are kept.

    No solution is run here. A runner can load and call whatever is kept, so a reference that was
    compiled whole would be an answer in every submission's hands.
    """
    from grader.runner import eager
    from grader.runner.sweep import rest, sweep

    library = Library(Path(problems), Path(problems))
    for slug in library.slugs():
        problem = read_problem(slug, library)
        if "jax" not in problem.libraries:
            continue
        for name in problem.libraries:
            __import__(name)
        eager.install()
        sweep(problem.shapes)
        rest(problem.shapes)
