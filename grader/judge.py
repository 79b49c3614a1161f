"""Problem + submission -> check results. The story of one submission, from load to last check."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Sequence
from pathlib import Path

from grader import explain
from grader.draw import Draw
from grader.errors import CheckExcused, CheckFailed, GraderError, SubmissionStopped
from grader.model import DEFINES, FINE, LOADS, CheckResult, Entry, Kind, Outcome, Status
from grader.suite import Check, Context, Subject, Suite

NOT_YOURS = "The fault is the problem's and not yours. Please tell whoever wrote it."


def judge_untouched() -> CheckResult:
    """What the untouched stub gets in place of `judge_loading`: nothing of it is run."""
    return CheckResult(LOADS, "the stub has been filled in", Status.FAILED, "not yet")


def judge_loading(outcome: Outcome) -> CheckResult:
    """Whether the file's top level ran."""
    sentence = "the file loads"
    if outcome.kind is Kind.VALUE:
        return CheckResult(LOADS, sentence, Status.PASSED)
    return CheckResult(
        LOADS, sentence, Status.FAILED, explain.summary(outcome), explain.detail(outcome),
        crashed=True, line=explain.line(outcome),
        column=outcome.raised.column if outcome.raised else None,
    )  # fmt: skip


def defines_sentence(entries: Sequence[Entry]) -> str:
    return "defines " + " and ".join(f"`{entry.signature}`" for entry in entries)


def judge_entries(entries: Sequence[Entry], context: Context) -> CheckResult:
    """Whether the file defines what the statement calls."""
    sentence = defines_sentence(entries)
    for entry in entries:
        try:
            found = context.library.callable(getattr(context.submission, entry.name))
        except SubmissionStopped as stopped:
            raised = stopped.outcome.raised
            missing = raised is not None and raised.type == "AttributeError"
            summary = f"`{entry.name}` is missing" if missing else explain.summary(stopped.outcome)
            detail = f"Define {entry.signature}, spelled exactly so." if missing else ""
            return CheckResult(DEFINES, sentence, Status.FAILED, summary, detail)
        if found is not True:
            summary = f"`{entry.name}` is there, but it is not a function"
            detail = f"Define {entry.signature} with def, and use its name for nothing else."
            return CheckResult(DEFINES, sentence, Status.FAILED, summary, detail)
    return CheckResult(DEFINES, sentence, Status.PASSED)


def judge_checks(
    suite: Suite, subject: Subject, seed: int, only: Sequence[str] = (), *, brief: bool = False
) -> list[CheckResult]:
    """Run the checks in order. A check whose needs did not pass is not run, and when `brief` none
    is after the first that failed."""
    results: dict[str, CheckResult] = {}
    opening = {LOADS, DEFINES}
    wanted = (
        closure(suite.checks, [n for n in only if n not in opening])
        if only
        else {check.name for check in suite.checks}
    )
    stopped: str | None = None
    for check in suite.checks:
        if check.name not in wanted:
            continue
        lacking = tuple(n for n in check.needs if results[n].status not in FINE)
        if stopped is not None:
            result = skipped(check, f"not run: {stopped}", ())
        elif lacking:
            result = skipped(check, "not run: it needs a check that did not pass", lacking)
        else:
            result, stopped = run_check(check, subject, Draw(seed, check.name))
            if brief and result.status is Status.FAILED:
                stopped = "one failed"
        results[check.name] = result
    return list(results.values())


def closure(checks: Sequence[Check], only: Sequence[str]) -> set[str]:
    """The checks named and all that they need."""
    needs = {check.name: check.needs for check in checks}
    found: set[str] = set()
    todo = list(only)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += needs[name]
    return found


def skipped(check: Check, why: str, lacking: tuple[str, ...]) -> CheckResult:
    return CheckResult(check.name, check.sentence, Status.SKIPPED, why, waits_for=lacking)


def skip_all(suite: Suite, entries: Sequence[Entry], why: str, done: str) -> list[CheckResult]:
    """The results of everything after check `done`, which did not pass."""
    left = [] if done == DEFINES else [
        CheckResult(DEFINES, defines_sentence(entries), Status.SKIPPED, why, waits_for=(done,))
    ]  # fmt: skip
    return [*left, *(skipped(check, why, (done,)) for check in suite.checks)]


def run_check(check: Check, subject: Subject, draw: Draw) -> tuple[CheckResult, str | None]:
    """One check's result, and why nothing more can be asked when that is so."""

    def result(status: Status, summary: str = "", detail: str = "", **more: object) -> CheckResult:
        return CheckResult(check.name, check.sentence, status, summary, detail, **more)  # type: ignore[arg-type]

    try:
        check.function(subject, draw)
    except CheckFailed as failed:
        found = result(
            Status.FAILED, failed.summary, failed.detail,
            evidence=failed.evidence, mistake=failed.mistake, line=failed.line,
        )  # fmt: skip
        return found, None
    except CheckExcused as excuse:
        return result(Status.EXCUSED, str(excuse)), None
    except SubmissionStopped as stop:
        outcome = stop.outcome
        found = result(
            Status.FAILED, explain.summary(outcome), explain.detail(outcome),
            crashed=True, line=explain.line(outcome),
        )  # fmt: skip
        ended = None if outcome.kind is Kind.RAISED else "the program had to be stopped"
        return found, ended
    except GraderError:
        raise  # ours: the runner could not be started, say
    except Exception as error:
        return result(Status.BROKEN, f"this check has a fault: {fault(error)}", NOT_YOURS), None
    return result(Status.PASSED), None


def fault(error: Exception) -> str:
    """An author's exception: what and where."""
    with contextlib.suppress(IndexError):
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name} line {frame.lineno}"
        return f"{type(error).__name__}: {error} ({where})"
    return f"{type(error).__name__}: {error}"
