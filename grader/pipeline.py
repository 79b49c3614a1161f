"""`grade()`: the whole story of one grade."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.diagnose import diagnose
from grader.errors import UsageError
from grader.judge import (
    judge_checks,
    judge_entries,
    judge_loading,
    judge_untouched,
    skip_all,
)
from grader.load import Material, load_catalogue, load_suite
from grader.model import (
    DEFINES,
    LOADS,
    CheckResult,
    Diagnosis,
    Problem,
    Remark,
    Report,
    Status,
    Submission,
)
from grader.runner.base import Idle, Runner
from grader.source import Source, same_code
from grader.submission import roots
from grader.suite import Context, Subject, Suite
from grader.text import cleaned
from grader.witness import Witness

Start = Callable[[], Runner]


def default_seed(problem: Problem, submission: Submission) -> int:
    """The seed of a grade for which none was given: the same for the same text and version.

    A submission cannot be fitted to it, because changing the submission changes it.
    """
    import hashlib

    text = f"{problem.slug}/{problem.version}/{submission.sha256}"
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def grade(
    problem: Problem,
    submission: Submission,
    start: Start,
    *,
    seed: int | None = None,
    only: Sequence[str] = (),
    material: Material | None = None,
) -> Report:
    """Grade one submission.

    Args:
        start: makes a runner that holds nothing yet; called again for each witness.
        only: names of checks; they and what they need are run.
        material: the problem's, where it has been loaded already.

    Raises:
        UsageError: when `only` names no check.
        ProblemError: when the problem's files have a fault.
        SandboxError: when a runner cannot be started.
    """
    return examine(problem, submission, start, seed=seed, only=only, material=material)[0]


def examine(
    problem: Problem,
    submission: Submission,
    start: Start,
    *,
    seed: int | None = None,
    only: Sequence[str] = (),
    brief: bool = False,
    ours: bool = False,
    material: Material | None = None,
) -> tuple[Report, Subject | None]:
    """As `grade`, and what the checks asked; None when no check was run.

    Args:
        brief: end at the first check that fails and diagnose nothing, for when the verdict is all
            that is wanted.
        ours: the submission is our own, so a diagnosis that breaks is the author's fault, not the
            answers': what it raises is let through.
    """
    began = time.monotonic()
    seed = default_seed(problem, submission) if seed is None else seed
    with contextlib.ExitStack() as stack:
        untouched = same_code(submission.text, problem.stub.read_text(encoding="utf-8"))
        runner: Runner = Idle() if untouched else _opened(start, stack)
        suite = material.suite if material else load_suite(problem)
        _check_names(suite, only)
        witness = Witness(lambda: _opened(start, stack), submission)
        if suite.subject.uses_witness and not untouched:
            witness.ready()
        catalogue = material.catalogue if material else load_catalogue(problem)

        context = Context(
            problem, catalogue, Source(submission.text), submission, seed, *roots(runner),
            witness=witness,
        )  # fmt: skip
        subject: Subject | None = None
        diagnoses: list[Diagnosis] = []
        results = _opening(problem, context, runner)
        if results[-1].status is not Status.PASSED:
            why = "not run: the stub is untouched" if untouched else "not run: see above"
            results += skip_all(suite, problem.entries, why, results[-1].name)
        else:
            subject = suite.subject(context)
            results += judge_checks(suite, subject, seed, only, brief=brief)
            if not brief and any(result.status is Status.FAILED for result in results):
                # Answers that fit no question break the search; then there is no diagnosis.
                with contextlib.suppress(*() if ours else (Exception,)):
                    diagnoses = diagnose(subject, catalogue, results)
        report = Report(
            problem=problem.slug,
            title=problem.title,
            submission=submission.name,
            sha256=submission.sha256,
            seed=seed,
            results=tuple(results),
            diagnoses=tuple(diagnoses),
            remarks=_remarks(subject, results),
            note=_note(problem, submission) if untouched else "",
            only=tuple(only),
            printed=runner.printed,
            isolation=runner.isolation,
            versions=dict(runner.versions),
            seconds=time.monotonic() - began,
            # Lines as Python counts them, and a tab as one column, so that a caret fits.
            source=tuple(submission.text.replace("\t", " ").split("\n")),
        )
    return cleaned(report), subject


def _opening(problem: Problem, context: Context, runner: Runner) -> list[CheckResult]:
    """The two checks that every problem has: the file loads, and defines what is called."""
    if isinstance(runner, Idle):
        return [judge_untouched()]
    loaded = judge_loading(runner.load(context.handed_in.text))
    if loaded.status is not Status.PASSED:
        return [loaded]
    return [loaded, judge_entries(problem.entries, context)]


def _opened(start: Start, stack: contextlib.ExitStack) -> Runner:
    runner = start()
    stack.callback(runner.close)
    return runner


def _check_names(suite: Suite, only: Sequence[str]) -> None:
    names = [LOADS, DEFINES, *(check.name for check in suite.checks)]
    for name in only:
        if name not in names:
            known = ", ".join(names)
            raise UsageError(f"--only {name}: there is no such check. There are: {known}")


def _note(problem: Problem, submission: Submission) -> str:
    """What to do with a stub that nothing has been written into."""
    if Path(submission.name).name != problem.stub.name:
        return "This is the stub, still untouched. Fill in its TODO and grade it again."
    return (
        f"This is the stub, still untouched. `grade start {problem.slug}` puts a copy in place for "
        f"you: fill in its TODO, and run grade {problem.slug}"
    )


def _remarks(subject: Subject | None, results: Sequence[CheckResult]) -> tuple[Remark, ...]:
    """Remarks are for right answers: on a failed grade they would bury what matters."""
    if subject is None or any(r.status is Status.FAILED for r in results):
        return ()
    return tuple(subject.remarks)
