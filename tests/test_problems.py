"""Every problem against its own files: what must pass passes, what must fail is named.

The files are ours, so they run in trusted workers; a sample goes through the sandbox as well.
"""

from __future__ import annotations

import functools

import pytest

from grader.load import Library, find_library, find_problem, read_submission
from grader.model import Problem, Status
from grader.pipeline import grade
from grader.prove import Known, Trial, faults, known_files, run_all
from grader.runner.sandbox import SandboxRunner

LIBRARY = find_library()


@functools.cache
def read(slug: str) -> tuple[Problem, Library]:
    return find_problem(slug, LIBRARY)


@functools.cache
def trials(slug: str) -> dict[Known, Trial]:
    """Every known file of a problem, graded once for all tests."""
    problem, library = read(slug)
    known = known_files(problem)
    return dict(zip(known, run_all(problem, library, [k.path for k in known]), strict=True))


@pytest.mark.parametrize("slug", LIBRARY.slugs())
@pytest.mark.parametrize("kind", ["reference", "stub", "accepted", "rejected"])
def test_known_files_get_the_verdict_they_must(slug: str, kind: str) -> None:
    told = [f for k, trial in trials(slug).items() if k.kind == kind for f in faults(k, trial)]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("slug", LIBRARY.slugs())
def test_every_known_mistake_has_a_file_that_makes_it(slug: str) -> None:
    from grader.load import load_catalogue

    shown = {name for known in trials(slug) for name in known.mistakes}
    lacking = {mistake.name for mistake in load_catalogue(read(slug)[0])} - shown
    assert not lacking, f"{slug}: no file under rejected/ makes {sorted(lacking)}"


SAMPLE = [
    "reference.py",
    "accepted/names_crossed.py",
    "accepted/jitted_step.py",
    "accepted/numpy_inside.py",
    "rejected/swapped_update_gate_2.py",
    "rejected/remembers_calls.py",
    "rejected/unseeded_weights.py",
    "rejected/detached_gates.py",
    "rejected/init_he_normal.py",
]


@pytest.mark.parametrize("name", SAMPLE)
def test_the_sandbox_gives_the_same_verdict(name: str) -> None:
    problem, _ = read("gru_cell")
    known = next(k for k in known_files(problem) if k.path == problem.solution / name)
    submission = read_submission(str(known.path), lambda size: b"")
    report = grade(problem, submission, lambda: SandboxRunner(problem.libraries, problem.limits))
    failed = [result.name for result in report.results if result.status is Status.FAILED]
    if known.kind != "rejected":
        assert report.passed, failed
        return
    assert not report.passed
    assert failed[0] == known.catcher
    assert [frozenset(d.mistakes) for d in report.diagnoses] == [known.mistakes]
