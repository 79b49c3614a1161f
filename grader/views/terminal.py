"""A Report for a person at a terminal, a pager or a screen reader."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator

from grader.model import LOADS, CheckResult, Diagnosis, Evidence, Report, Status

Line = tuple[str, str]  # style, text

SYMBOLS = {
    Status.PASSED: "✓", Status.FAILED: "✗", Status.SKIPPED: "·", Status.EXCUSED: "–",
    Status.BROKEN: "!",
}  # fmt: skip
WORDS = {
    Status.PASSED: "PASS", Status.FAILED: "FAIL", Status.SKIPPED: "SKIP", Status.EXCUSED: "NOTE",
    Status.BROKEN: "FAULT",
}  # fmt: skip
STYLES = {
    Status.PASSED: "green", Status.FAILED: "bold red", Status.SKIPPED: "dim",
    Status.EXCUSED: "yellow", Status.BROKEN: "bold magenta",
}  # fmt: skip

PRACTICE = "Not isolated: this verdict is for practice only."
CELL = "this cell"  # what a submission is called that came from a notebook


def lines(
    report: Report, *, width: int = 80, plain: bool = False, live: bool = False
) -> list[Line]:
    """The report, one (style, text) for each line, none wider than `width` but for code.

    Args:
        live: it is shown where keys are at hand and a save grades again: see `grade watch`.
    """
    width = max(60, min(width, 100))
    page: list[Line] = [*_heading(report, width, plain)]
    if report.note:
        page += [*_wrapped(report.note, width, "  ", "bold"), ("", "")]
    page += _checks(report.results, width, plain)
    for diagnosis in report.diagnoses:
        page += [("", ""), *_diagnosis(diagnosis, report, width, plain)]
    if not report.diagnoses:
        page += _first_failure(report, width, plain)
    for remark in report.remarks:
        where = f" (line {remark.line})" if remark.line else ""
        page += [("", ""), *_wrapped(f"Remark{where}: {remark.text}", width, "  ", "yellow")]
    if report.printed.strip():
        page += [("", ""), ("dim", "  Your program printed:")]
        page += [("dim", f"    | {text}") for text in report.printed.rstrip().split("\n")[:20]]
    if report.isolation == "none":
        page += [("", ""), ("yellow", f"  {PRACTICE}")]
    return [*page, ("", ""), *_closing(report, width, plain, live)]


def text(report: Report, *, width: int = 80, plain: bool = False) -> str:
    """The report without colour."""
    return "\n".join(line.rstrip() for _, line in lines(report, width=width, plain=plain)) + "\n"


def _dot(plain: bool) -> str:
    return "-" if plain else "·"


def _heading(report: Report, width: int, plain: bool) -> Iterator[Line]:
    where = f"{report.problem} {_dot(plain)} {report.submission}"
    gap = width - len(report.title) - len(where)
    if gap >= 2:
        yield "bold", report.title + " " * gap + where
    else:
        yield "bold", report.title
        yield "", where
    yield "", ""


def _checks(results: tuple[CheckResult, ...], width: int, plain: bool) -> list[Line]:
    marks = WORDS if plain else SYMBOLS
    page: list[Line] = []
    skipped = [result for result in results if result.status is Status.SKIPPED]
    for result in results:
        if result.status is Status.SKIPPED:
            continue
        mark, style = marks[result.status], STYLES[result.status]
        sentence, summary = result.sentence, _summary(result)
        page += _wrapped(f"{mark} {sentence}", width, "  ", style, hang=len(mark) + 1)
        if summary:
            page += _wrapped(summary, width, "  " + " " * (len(mark) + 1), "")
        if result.detail and result.status is not Status.PASSED:
            page += _wrapped(result.detail, width, "  " + " " * (len(mark) + 1), "")
    if skipped:
        page += _not_run(skipped, marks[Status.SKIPPED], width)
    return page


def _summary(result: CheckResult) -> str:
    return "" if result.status is Status.PASSED else result.summary


def _not_run(skipped: list[CheckResult], mark: str, width: int) -> list[Line]:
    count = "1 check" if len(skipped) == 1 else f"{len(skipped)} checks"
    reasons = list(dict.fromkeys(result.summary.removeprefix("not run: ") for result in skipped))
    many = "it needs" if len(skipped) == 1 else "they need"
    said = "; ".join(reasons).replace("it needs", many)
    return _wrapped(f"{mark} {count} not run: {said}", width, "  ", "dim", hang=len(mark) + 1)


def _diagnosis(diagnosis: Diagnosis, report: Report, width: int, plain: bool) -> list[Line]:
    page: list[Line] = [("bold", f"  {diagnosis.title}")]
    sentences = [*diagnosis.sentences]
    if diagnosis.proof:
        sentences[-1] += f" {diagnosis.proof}"
    for sentence in sentences:
        page += _wrapped(sentence, width, "    ", "")
    shown = _code(report, diagnosis.line, plain)
    if shown or diagnosis.smallest:
        page.append(("", ""))
    page += shown
    if diagnosis.smallest:
        page += _evidence("smallest input", diagnosis.smallest, width)
    return page


def _first_failure(report: Report, width: int, plain: bool) -> list[Line]:
    """The line and the numbers of the first failure, when no diagnosis shows them."""
    for result in report.results:
        if result.status is Status.FAILED and (result.line or result.evidence):
            page: list[Line] = [("", ""), *_code(report, result.line, plain, result.column)]
            if result.evidence and result.evidence.inputs:
                page += _evidence("input", result.evidence, width)
            return page if len(page) > 1 else []
    return []


def _code(report: Report, line: int | None, plain: bool, column: int | None = None) -> list[Line]:
    if line is None or not 0 < line <= len(report.source):
        return []
    prefix = f"    line {line} {'|' if plain else '│'} "
    code = report.source[line - 1].rstrip()[:200]
    page: list[Line] = [("cyan", prefix + code)]
    if column and column <= len(code) + 1:
        page.append(("cyan", " " * (len(prefix) + column - 1) + "^"))
    return page


def _evidence(label: str, evidence: Evidence, width: int) -> list[Line]:
    inputs = "   ".join(f"{name}={value}" for name, value in evidence.inputs)
    page = _wrapped(f"{label}   {inputs}", width, "    ", "", hang=len(label) + 3)
    page += _wrapped(f"expected {evidence.expected}, got {evidence.got}", width, "    ", "")
    return page


def verdict(report: Report) -> str:
    """How many checks passed, as a sentence without its full stop."""
    passed, total = report.count(Status.PASSED), len(report.results)
    if report.only:
        said = "All checks passed" if report.passed else f"{passed} of {total} checks passed"
        return f"{said} (only those asked for, and what they need)"
    if report.passed and passed < total:
        return f"Passed: {passed} checks, {total - passed} could not be asked"
    return "All checks passed" if report.passed else f"{passed} of {total} checks passed"


def again(report: Report) -> str:
    """The command that asks the first failed check again; "" when there is none."""
    failed = next((r.name for r in report.results if r.status is Status.FAILED), None)
    if failed is None or failed == LOADS or report.note:
        return ""
    # The seed asks the same questions again, also once the file has been changed.
    if report.submission == CELL:
        return f"add to the first line of the cell: --only {failed} --seed {report.seed}"
    file = "-" if report.submission == "standard input" else shlex.quote(report.submission)
    return f"grade {report.problem} {file} --only {failed} --seed {report.seed}"


def _closing(report: Report, width: int, plain: bool, live: bool) -> list[Line]:
    dot = _dot(plain)
    facts = f"seed {report.seed} {dot} isolation {report.isolation}"
    done = f"{verdict(report)} in {report.seconds:.1f} s {dot} {facts}"
    page = _wrapped(done, width, "  ", "bold green" if report.passed else "bold")
    if report.passed:
        return [*page, *_onwards(report, live)]
    if report.note or report.broken:
        return page
    if live:
        return [*page, ("", "  stuck? h shows a hint")]
    command = again(report)
    hint = "%grade_hint" if report.submission == CELL else "grade hint"
    tried = [("", f"  next: {command}")] if command else []
    return [*page, *tried, ("", f"  stuck? {hint} {report.problem}")]


def _onwards(report: Report, live: bool) -> list[Line]:
    """What to do after a pass; nothing where only some checks were asked for."""
    if report.only:
        return []
    if report.submission == CELL:
        return [("", "  next: the cell below, or %grade_list")]
    there = "n, the next problem" if live else "grade next"
    return [("", f"  next: {there}; or grade solution {report.problem}, ours beside yours")]


def _wrapped(text: str, width: int, indent: str, style: str, hang: int = 0) -> list[Line]:
    page = []
    for paragraph in text.split("\n"):
        page += textwrap.wrap(
            paragraph, width, initial_indent=indent, subsequent_indent=indent + " " * hang,
            break_long_words=False, break_on_hyphens=False,
        ) or [""]  # fmt: skip
    return [(style, line) for line in page]
