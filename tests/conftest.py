"""Fixtures for all modules: one problem, and the three ways to have a submission graded.

`trusted` grades in this process, so only texts that are written in these tests go there.
`sandboxed` grades as the command does, in a process of its own, which costs about two seconds.
`cli` runs the command itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from grader.commands.grade import run_grade
from grader.load import Library, as_submission, find_library, read_problem
from grader.model import CheckResult, Problem, Report, Status
from grader.pipeline import grade
from grader.runner.local import LocalRunner

ROOT = Path(__file__).resolve().parents[1]
SEED = 7
PATIENCE = 120  # seconds after which a command that should have ended is ended

# What the caller's own settings, or a CI service's, would change about a run.
PRIVATE = ("GRADE_", "GITHUB_", "NO_COLOR", "FORCE_COLOR", "TERM", "CI", "COLUMNS", "PYTHONIO")


@pytest.fixture(autouse=True)
def no_settings_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GRADE_PROBLEMS", "GRADE_SOLUTIONS", "GRADE_DATA", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GRADE_HISTORY", "off")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def library() -> Library:
    """The problems and solutions of this repository."""
    return find_library(str(ROOT / "problems"), str(ROOT / "solutions"))


@pytest.fixture(scope="session")
def problem(library: Library) -> Problem:
    return read_problem("gru_cell", library)


@pytest.fixture(scope="session")
def reference(problem: Problem) -> str:
    """The text of a right answer."""
    return (problem.solution / "reference.py").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def edited(reference: str) -> Callable[..., str]:
    """edited(old, new, ...): the right answer with each `old` exchanged for its `new`."""

    def edit(*pairs: str) -> str:
        text = reference
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
            text = text.replace(old, new)
        return text

    return edit


@pytest.fixture(scope="session")
def returning(edited: Callable[..., str]) -> Callable[[str], str]:
    """returning(expression): the right answer, but for what it returns: `expression` of `h`."""
    last = "return cell.apply(variables, x, h_prev).reshape(-1)"

    def build(expression: str) -> str:
        return edited(last, last.replace("return", "h =") + f"\n    return {expression}")

    return build


@pytest.fixture(scope="session")
def trusted(problem: Problem) -> Callable[..., Report]:
    """trusted(path_or_text, only=(), of=None): its report as an answer to the flagship, or to the
    problem `of`, graded in this process with a fixed seed."""

    def graded(source: Path | str, only: Sequence[str] = (), of: Problem | None = None) -> Report:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
        submission = as_submission(text.encode(), "submission.py")
        return grade(of or problem, submission, LocalRunner, seed=SEED, only=only)

    return graded


@pytest.fixture(scope="session")
def sandboxed(problem: Problem) -> Callable[..., Report]:
    """sandboxed(text, timeout=None): its report, graded as the command grades."""

    def graded(text: str, timeout: float | None = None) -> Report:
        submission = as_submission(text.encode(), "submission.py")
        return run_grade(problem, submission, seed=SEED, only=(), timeout=timeout, isolation="auto")

    return graded


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, str]]:
    """environment(**more): this process's, without what would change a run, and `more`. Nothing is
    recorded unless `more` says so, and never where the caller's own history is."""
    ours = {"GRADE_HISTORY": "off", "GRADE_DATA": str(tmp_path_factory.getbasetemp() / "no_data")}

    def build(more: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(PRIVATE)}
        return {**kept, "PYTHONUTF8": "1", **ours, **(more or {})}

    return build


@pytest.fixture(scope="session")
def cli(
    environment: Callable[..., dict[str, str]],
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """cli(*arguments, stdin=b"", env=None, cwd=ROOT, python=()): the command, run to its end."""

    def run(
        *arguments: str | Path,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        python: Sequence[str] = (),
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *python, "-m", "grader", *map(str, arguments)]
        done = subprocess.run(
            command, input=stdin, env=environment(env), cwd=cwd, capture_output=True,
            timeout=PATIENCE,
        )  # fmt: skip
        return subprocess.CompletedProcess(
            command, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )

    return run


@pytest.fixture(scope="session")
def failed() -> Callable[[Report], CheckResult]:
    """failed(report): the one check that failed."""

    def find(report: Report) -> CheckResult:
        found = [result for result in report.results if result.status is Status.FAILED]
        assert len(found) == 1, [(result.name, result.summary) for result in found]
        return found[0]

    return find
