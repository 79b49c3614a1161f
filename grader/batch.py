"""Many submissions to one problem: a worker a core, each a judge with a warm pool of its own."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.sharedctypes import Synchronized

from grader.errors import SandboxError
from grader.load import Library, Material, load_material, read_problem
from grader.model import Limits, Problem, Report, Submission
from grader.pipeline import grade
from grader.runner.pool import Pool


@dataclasses.dataclass(frozen=True)
class Order:
    """What every worker needs to know."""

    slug: str
    library: Library
    limits: Limits
    isolation: str = "auto"
    seed: int | None = None


class _Desk:
    """A worker's own problem and pool; one a process."""

    problem: Problem
    material: Material
    pool: Pool
    order: Order


def grade_all(
    order: Order, submissions: Sequence[Submission], *, workers: int | None = None
) -> Iterator[Report]:
    """The report of each submission, in their order, each as soon as it and those before are done.

    A submission that loops costs its own limit on its own worker, and nobody else anything.

    Args:
        workers: how many; one for each core otherwise.

    Raises:
        SandboxError: when the isolation asked for is not to be had, or a worker has died.
    """
    context = multiprocessing.get_context("spawn")
    number = context.Value("i", 0)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with concurrent.futures.ProcessPoolExecutor(
        workers or cores, mp_context=context, initializer=_begin, initargs=(order, number)
    ) as pool:
        try:
            yield from pool.map(_graded, submissions)
        except BrokenProcessPool as error:
            raise SandboxError(
                "a worker died or could not start: try one file with `grade` to see why"
            ) from error
        except BaseException:  # nobody wants the rest
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(order: Order, number: Synchronized[int]) -> None:
    """A worker's start: a core of its own, the problem, the pool."""
    import atexit

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner ends the workers
    with number.get_lock():
        index, number.value = number.value, number.value + 1
    with contextlib.suppress(AttributeError, OSError):  # where the system has such a call
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[index % len(cores)]})
    _Desk.order = order
    _Desk.problem = read_problem(order.slug, order.library)
    _Desk.material = load_material(_Desk.problem)
    libraries, shapes = _Desk.problem.libraries, _Desk.problem.shapes
    _Desk.pool = Pool(libraries, order.limits, order.isolation, shapes=shapes)
    atexit.register(_Desk.pool.close)


def _graded(submission: Submission) -> Report:
    desk = _Desk
    return grade(
        desk.problem, submission, desk.pool.runner, seed=desk.order.seed, material=desk.material
    )
