"""Further processes that hold the same submission as the one that is asked."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable
from typing import Any

from grader.errors import SubmissionStopped
from grader.model import Kind, Submission
from grader.runner.base import Runner
from grader.submission import roots
from grader.suite import Work


class Witness:
    """Processes that have answered nothing yet, at work while the first one answers.

    `witness(work)` starts `work(submission, library)` on one and returns what gives its result.
    """

    def __init__(self, opened: Callable[[], Runner], submission: Submission) -> None:
        self._opened = opened
        self._submission = submission
        self._waiting: list[Runner] = []

    def ready(self) -> None:
        """Start a process now, because it will be wanted."""
        self._waiting.append(self._opened())

    def __call__(self, work: Work) -> Callable[[], Any]:
        # Opened here, not where it works: a process dies with the thread that started it.
        runner = self._waiting.pop() if self._waiting else self._opened()
        pool = concurrent.futures.ThreadPoolExecutor(1)
        future = pool.submit(self._run, runner, work)
        pool.shutdown(wait=False)
        return future.result

    def _run(self, runner: Runner, work: Work) -> Any:
        outcome = runner.load(self._submission.text)
        if outcome.kind is not Kind.VALUE:
            raise SubmissionStopped(outcome)
        return work(*roots(runner))


def meanwhile(work: Callable[[], Any]) -> Callable[[], Any]:
    """Start `work()` in a thread; what is returned gives its result, or raises what it raised.

    For questions to one process while the checks go on with another. A process answers one
    question at a time: ask for the result before asking it anything else.
    """
    pool = concurrent.futures.ThreadPoolExecutor(1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return future.result
