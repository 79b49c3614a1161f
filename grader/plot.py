"""Problem + submission -> its pictures: `album()`, as `grade()` makes a report.

The submission answers in a runner, as in a grade, but in one of its own: a grade's record holds
only what its checks asked.
"""

from __future__ import annotations

import contextlib
import dataclasses
from typing import Any

import numpy as np

from grader.draw import Draw
from grader.errors import UsageError
from grader.judge import judge_entries, judge_loading, judge_untouched, run_check
from grader.load import load_catalogue, load_pictures, load_suite
from grader.model import CheckResult, Problem, Status, Submission
from grader.picture import Album, Picture
from grader.pipeline import Start, default_seed
from grader.runner.base import Runner
from grader.source import Source, same_code
from grader.submission import roots
from grader.suite import Check, Context
from grader.text import cleaned
from grader.witness import Witness

SENTENCE = "answers in the form that the statement asks for"


def album(
    problem: Problem, submission: Submission, start: Start, *, seed: int | None = None
) -> Album:
    """The pictures of one submission. One that raises has those that were drawn before.

    Args:
        start: makes a runner that holds nothing yet; called again for each witness.

    Raises:
        UsageError: when the problem has no pictures.
        ProblemError: when the problem's files have a fault.
        SandboxError: when a runner cannot be started.
    """
    if load_pictures(problem) is None:
        raise UsageError(f"{problem.slug} has no pictures: its report shows what there is to see")
    seed = default_seed(problem, submission) if seed is None else seed
    found = Album(problem.slug, problem.title, submission.name, seed, ())
    if same_code(submission.text, problem.stub.read_text(encoding="utf-8")):
        return dataclasses.replace(found, trouble=judge_untouched())
    with contextlib.ExitStack() as stack:

        def opened() -> Runner:
            runner = start()
            stack.callback(runner.close)
            return runner

        runner = opened()
        witness = Witness(opened, submission)
        pictures, trouble = _drawn(problem, submission, runner, witness, seed)
        found = dataclasses.replace(
            found, pictures=tuple(pictures), trouble=trouble, isolation=runner.isolation
        )
    return cleaned(found)


def _drawn(
    problem: Problem, submission: Submission, runner: Runner, witness: Witness, seed: int
) -> tuple[list[Picture], CheckResult | None]:
    """The pictures, and what ended them early."""
    suite, catalogue, paint = load_suite(problem), load_catalogue(problem), load_pictures(problem)
    assert paint is not None
    context = Context(
        problem, catalogue, Source(submission.text), submission, seed, *roots(runner),
        witness=witness,
    )  # fmt: skip
    pictures: list[Picture] = []

    def collect(subject: Any, draw: Draw) -> None:
        for picture in paint(subject, draw):
            pictures.append(picture)

    opening = judge_loading(runner.load(submission.text))
    if opening.status is Status.PASSED:
        opening = judge_entries(problem.entries, context)
    if opening.status is not Status.PASSED:
        return pictures, opening
    check = Check("pictures", SENTENCE, collect, ())
    with np.errstate(all="ignore"):  # states of a wrong answer may grow out of all bounds
        ended, _ = run_check(check, suite.subject(context), Draw(seed, "pictures"))
    return pictures, None if ended.status is Status.PASSED else ended
