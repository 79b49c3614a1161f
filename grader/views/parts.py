"""The parts of a report's page: result, diagnosis, checks, numbers, and what else was said.

It shows what the terminal shows, and no more of the answers. What a submission says, its name and
its source are strangers' text: cleaned and escaped, all of them by `as_html`.
"""

from __future__ import annotations

import math
import re

from grader.model import Diagnosis, Evidence, Remark, Report, Status
from grader.picture import Panel, Picture, Role, Series
from grader.text import as_html
from grader.views import chart, terminal
from grader.views.data import verdict

NEAR = 3  # lines of code shown before and after the one that matters
WORDS = {
    Status.PASSED: "passed", Status.FAILED: "failed", Status.SKIPPED: "not run",
    Status.EXCUSED: "not asked", Status.BROKEN: "fault",
}  # fmt: skip
ICONS = terminal.SYMBOLS
RESULTS = {
    "passed": ("✓", "Passed"), "failed": ("✗", "Not passed"),
    "fault": ("!", "Not graded: a check has a fault"),
}  # fmt: skip
VECTOR = re.compile(r"\[([-+0-9.e, ]+)\]")


def sections(report: Report, numbers: set[int], level: int) -> list[tuple[str, str, str]]:
    """(id, heading, body) of each part; `numbers` are the equations that can be linked to."""
    icon, word = RESULTS[verdict(report)]
    parts = [("result", f"{icon} {word}", _result(report))]
    wrong = "".join(_diagnosis(d, report, numbers, level + 1) for d in report.diagnoses)
    wrong = wrong or _first_failure(report)
    if wrong:
        parts.append(("wrong", "What went wrong", wrong))
    parts.append(("checks", "Checks", _checks(report)))
    shown = _evidence(report, level + 1)
    if shown:
        parts.append(("numbers", "Expected against got", shown))
    if report.remarks:
        body = "".join(_remark(remark) for remark in report.remarks)
        parts.append(("remarks", "Remarks", f"<ul>{body}</ul>"))
    if report.printed.strip():
        printed = f'<pre dir="ltr" tabindex="0">{as_html(report.printed.rstrip())}</pre>'
        parts.append(("printed", "What your program printed", printed))
    parts.append(("about", "About this grade", _facts(report)))
    return parts


def _result(report: Report) -> str:
    said = [f'<p class="verdict">{as_html(terminal.verdict(report))}.</p>']
    if report.note:
        said.append(f"<p>{as_html(report.note)}</p>")
    if report.isolation == "none":
        said.append(f"<p>{as_html(terminal.PRACTICE)}</p>")
    command = terminal.again(report)
    if command:
        said.append(f'<p>Next: <code dir="ltr" translate="no">{as_html(command)}</code></p>')
    return "".join(said)


def _diagnosis(diagnosis: Diagnosis, report: Report, numbers: set[int], level: int) -> str:
    sentences = [*diagnosis.sentences]
    if diagnosis.proof:
        sentences[-1] += f" {diagnosis.proof}"
    said = "".join(f'<p class="said">{_linked(as_html(s), numbers)}</p>' for s in sentences)
    small = diagnosis.smallest
    return (
        f"<h{level}>{as_html(diagnosis.title)}</h{level}>{said}{_code(report, diagnosis.line)}"
        + (_example("Smallest input", small, level + 1) if small else "")
    )


def _linked(escaped: str, numbers: set[int]) -> str:
    """Each "equation 4" as a link to it."""

    def link(match: re.Match[str]) -> str:
        known = int(match[1]) in numbers
        return f'<a href="#equation-{match[1]}">{match[0]}</a>' if known else match[0]

    return re.sub(r"\b[Ee]quation (\d{1,3})\b", link, escaped)


def _first_failure(report: Report) -> str:
    """The line and the numbers of the first failure, when no diagnosis shows them."""
    for result in report.results:
        if result.status is Status.FAILED and (result.line or result.evidence):
            shown = _code(report, result.line, result.column)
            if result.evidence and result.evidence.inputs:
                shown += _example("Input", result.evidence, 0)
            return shown
    return ""


def _code(report: Report, line: int | None, column: int | None = None) -> str:
    """The line among its neighbours, marked with an arrow as well."""
    if line is None or not 0 < line <= len(report.source):
        return ""
    first, last = max(1, line - NEAR), min(len(report.source), line + NEAR)
    rows = []
    for number in range(first, last + 1):
        code = as_html(report.source[number - 1].rstrip()[:200])
        row = f"{'→' if number == line else ' '} {number:>{len(str(last))}} │ {code}"
        rows.append(f'<mark class="line">{row}</mark>' if number == line else row)
        if number == line and column and column <= 200:
            rows.append(" " * (len(str(last)) + 5 + column - 1) + "^ here")
    caption = f"Line {line} of <bdi>{as_html(report.submission)}</bdi>"
    body = "\n".join(rows)
    return (
        f"<figure><figcaption>{caption}</figcaption>"
        f'<pre dir="ltr" translate="no" tabindex="0"><code>{body}</code></pre></figure>'
    )


def _example(label: str, evidence: Evidence, level: int) -> str:
    """Inputs by name, then expected against got."""
    pairs = (*evidence.inputs, ("expected", evidence.expected), ("got", evidence.got))
    rows = "".join(
        f'<tr><th scope="row">{as_html(name)}</th><td><code>{as_html(value)}</code></td></tr>'
        for name, value in pairs
    )
    return (
        f'<div class="scroll"><table class="facts"><caption>{label}</caption>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _checks(report: Report) -> str:
    """Every check with its status as a word; a list, because that fits a narrow screen."""
    rows = []
    for result in report.results:
        said = [result.summary.removeprefix("not run: "), result.detail]
        said = [text for text in said if text and result.status is not Status.PASSED]
        what = "".join(f'<p class="said soft">{as_html(text)}</p>' for text in said)
        line = f'<p class="said soft">Line {result.line}.</p>' if result.line else ""
        rows.append(
            f'<li class="check"><span class="status {result.status.value}">'
            f'<span aria-hidden="true">{ICONS[result.status]}</span> {WORDS[result.status]}</span> '
            f'<div><p class="said">{as_html(result.sentence)}</p>{what}{line}</div></li>'
        )
    return f'<ul class="checks">{"".join(rows)}</ul>'


def _evidence(report: Report, level: int) -> str:
    """A small chart for each failed check whose numbers the terminal shows, too."""
    shown = []
    told = [
        (result.sentence, result.evidence)
        for result in report.results
        if result.evidence and result.evidence.expected in result.summary
    ]
    told += [(f"Smallest input: {d.title}", d.smallest) for d in report.diagnoses if d.smallest]
    for number, (sentence, evidence) in enumerate(told):
        picture = compared(sentence, evidence)
        if picture is not None:
            shown.append(chart.figure(picture, f"e{number}", level))
    return "".join(shown)


def compared(title: str, evidence: Evidence) -> Picture | None:
    """Expected against got, entry by entry, where both are vectors of the same length."""
    want, got = _numbers(evidence.expected), _numbers(evidence.got)
    if len(want) != len(got) or len(want) < 2:
        return None
    off = [abs(a - b) for a, b in zip(want, got, strict=True)]
    worst = max(range(len(off)), key=off.__getitem__)
    right = sum(distance <= 1e-3 * max(1.0, abs(a)) for distance, a in zip(off, want, strict=True))
    # What is shown is rounded to four digits, so that equal means equal as far as one can see.
    sentence = (
        f"{len(off) - right} of {len(off)} entries differ, most at entry {worst}: expected "
        f"{want[worst]:.4g}, got {got[worst]:.4g}."
    )
    series = (Series("expected", want, Role.RIGHT), Series("got", got, Role.YOURS))
    x = tuple(float(i) for i in range(len(off)))
    return Picture(title, sentence, "entry", "value", x, (Panel("entries", series),), joined=False)


def _numbers(text: str) -> tuple[float, ...]:
    """The vector that a text shows in full; () when it is none."""
    match = VECTOR.fullmatch(text.strip())
    try:
        found = tuple(float(part) for part in match[1].split(",")) if match else ()
    except ValueError:
        return ()
    return found if all(map(math.isfinite, found)) else ()


def _remark(remark: Remark) -> str:
    where = f" (line {remark.line})" if remark.line else ""
    return f"<li>{as_html(remark.text)}{where}</li>"


def _facts(report: Report) -> str:
    facts = {
        "Problem": report.problem, "File": report.submission, "SHA-256 of its text": report.sha256,
        "Seed of the questions": str(report.seed), "Isolation": report.isolation,
        "Seconds": f"{report.seconds:.1f}", **dict(report.versions),
    }  # fmt: skip
    rows = "".join(
        f'<tr><th scope="row">{as_html(name)}</th><td><code>{as_html(value)}</code></td></tr>'
        for name, value in facts.items()
    )
    return f'<div class="scroll"><table class="facts"><tbody>{rows}</tbody></table></div>'
