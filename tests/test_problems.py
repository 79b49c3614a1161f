"""Every problem is proved by its own files, and its proof.json says so.

This is `grade prove` at the size that CI can afford: the files and mutants of quick problems all,
of slow ones each twelfth. `grade prove --seeds 20` is the whole of it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.known import known_files
from grader.load import find_library, find_problem, read_submission
from grader.model import Status
from grader.pipeline import grade
from grader.proof import Proof
from grader.prove import prove, saved
from grader.runner.sandbox import SandboxRunner
from grader.trial import Workers

LIBRARY = find_library()
QUICK = {"numpy"}  # problems whose answers need nothing else are quick
# Kept as they were found: how many seeds, and with which libraries.
CIRCUMSTANCES = ("seeds", "versions")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as pool:
        yield pool


@functools.cache
def proof_of(slug: str, pool: Workers) -> Proof:
    problem, library = find_problem(slug, LIBRARY)
    every = 1 if QUICK.issuperset(problem.libraries) else 12
    return prove(problem, library, pool, every=every, sandbox=False)


@pytest.mark.parametrize("slug", LIBRARY.slugs())
def test_every_problem_is_proved(slug: str, workers: Workers) -> None:
    proof = proof_of(slug, workers)
    assert proof.proved, "\n".join(proof.faults)


@pytest.mark.parametrize("slug", LIBRARY.slugs())
def test_the_counts_kept_are_those_found(slug: str, workers: Workers) -> None:
    found, kept = proof_of(slug, workers).counts, saved(find_problem(slug, LIBRARY)[0])
    assert kept.keys() == found.keys()
    same = [key for key in found if key not in CIRCUMSTANCES]
    told = f"run grade prove {slug} --save"
    assert {k: kept[k] for k in same} == {k: found[k] for k in same}, told
    assert kept["seeds"] >= 1


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
    problem, _ = find_problem("gru_cell", LIBRARY)
    known = next(k for k in known_files(problem) if k.path == problem.solution / Path(name))
    submission = read_submission(str(known.path), lambda size: b"")
    report = grade(problem, submission, lambda: SandboxRunner(problem.libraries, problem.limits))
    failed = [result.name for result in report.results if result.status is Status.FAILED]
    if known.kind != "rejected":
        assert report.passed, failed
        return
    assert not report.passed
    assert failed[0] == known.catcher
    assert [frozenset(d.mistakes) for d in report.diagnoses] == [known.mistakes]
