"""Grades of code that we wrote, in worker processes that keep JAX loaded.

Nothing here may ever hold a stranger's file: the workers confine nothing.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from grader.errors import GraderError
from grader.load import Library, as_submission, read_problem
from grader.model import Report, Status
from grader.pipeline import examine

# What XLA still compiles is run a few times at most, and nobody times it.
QUICK = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclasses.dataclass(frozen=True)
class Trial:
    """How one grade of our own code ended: what a fault can be told from."""

    seed: int
    passed: bool
    failed: tuple[str, ...]
    broken: tuple[str, ...]
    named: tuple[frozenset[str], ...]
    remarks: frozenset[str]
    note: str
    summary: str


def as_trial(report: Report) -> Trial:
    failed = [r for r in report.results if r.status is Status.FAILED]
    return Trial(
        report.seed,
        report.passed,
        tuple(r.name for r in failed),
        tuple(f"{r.name}: {r.summary}" for r in report.results if r.status is Status.BROKEN),
        tuple(frozenset(d.mistakes) for d in report.diagnoses),
        frozenset(remark.name for remark in report.remarks),
        report.note,
        failed[0].summary if failed else "",
    )


@dataclasses.dataclass(frozen=True)
class Attempt:
    """A text to grade in a worker."""

    slug: str
    library: Library
    text: str
    seed: int | None = None
    brief: bool = False


def attempt(job: Attempt) -> Trial:
    """Grade one trusted text in this process."""
    from grader.runner.local import LocalRunner

    problem = read_problem(job.slug, job.library)
    submission = as_submission(job.text.encode(), "submission.py")

    def graded(brief: bool) -> Trial:
        report, _ = examine(problem, submission, LocalRunner, seed=job.seed, brief=brief, ours=True)
        return as_trial(report)

    try:
        return graded(job.brief)
    except GraderError:
        raise
    except Exception as error:
        fault = f"the diagnosis breaks: {type(error).__name__}: {error}"
        return dataclasses.replace(graded(True), broken=(fault,))


class Workers:
    """A few processes for trusted work; they start when first used and end with the block."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or min(len(os.sched_getaffinity(0)), 8)
        self._pool: concurrent.futures.ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """The results, in the order of the jobs, as they come."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # never fork once JAX may run
            self._pool = concurrent.futures.ProcessPoolExecutor(
                self.count, mp_context=context, initializer=_begin
            )
        return self._pool.map(function, jobs)


def _begin() -> None:
    """A worker's first words, before anything imports JAX."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner ends the workers
    warnings.simplefilter("ignore", RuntimeWarning)  # mutants overflow; nobody reads of which
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {QUICK}".strip()
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
