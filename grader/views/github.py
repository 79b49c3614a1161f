"""A Report for GitHub Actions: annotations on the file, and the job's summary.

Workflow commands are lines that begin with `::`, and older ones contain `##[`. What a submission
prints or raises must become neither, so the report goes out between stop-commands marks.
"""

from __future__ import annotations

import html
import secrets
from collections.abc import Mapping
from pathlib import Path

from grader.model import Diagnosis, Report, Status

MOST = 10  # annotations of one kind that GitHub shows for one step


def active(environ: Mapping[str, str]) -> bool:
    """Whether this is a step of a GitHub workflow."""
    return environ.get("GITHUB_ACTIONS") == "true"


def fenced(text: str) -> str:
    """`text` so that no line of it is read as a workflow command."""
    token = secrets.token_hex(16)
    return f"::stop-commands::{token}\n{text}\n::{token}::\n"


def commands(report: Report) -> str:
    """One annotation for each diagnosis, or for each failed check when there is none."""
    if report.passed:
        return ""
    found = [
        _command(report, diagnosis.line, diagnosis.title, _told(diagnosis))
        for diagnosis in report.diagnoses
    ] or [
        _command(report, result.line, result.sentence, f"{result.summary}\n{result.detail}")
        for result in report.results
        if result.status is Status.FAILED
    ]
    return "".join(found[:MOST])


def summary(report: Report) -> str:
    """The job's summary, GitHub Markdown. All text of strangers is inside escaped HTML."""
    mark = "✅" if report.passed else "❌"
    passed, total = report.count(Status.PASSED), len(report.results)
    rows = "".join(
        f"<tr><td>{r.status}</td><td>{_safe(r.sentence)}</td><td>{_safe(r.summary)}</td></tr>\n"
        for r in report.results
    )
    told = "".join(
        f"<p><b>{_safe(d.title)}</b><br>{_safe(_told(d))}</p>\n" for d in report.diagnoses
    )
    return (
        f"<h3>{mark} {_safe(report.title)}: {passed} of {total} checks passed</h3>\n"
        f"{told}<table>\n<tr><th>verdict</th><th>check</th><th></th></tr>\n{rows}</table>\n"
        f"<p>seed {report.seed}, isolation {report.isolation}</p>\n\n"
    )


def append_summary(report: Report, environ: Mapping[str, str]) -> None:
    """Add the summary to the job's page, where GitHub names a file for it."""
    target = environ.get("GITHUB_STEP_SUMMARY")
    if target:
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(summary(report))


def _told(diagnosis: Diagnosis) -> str:
    return " ".join(diagnosis.sentences)


def _command(report: Report, line: int | None, title: str, message: str) -> str:
    place = f"file={_property(report.submission)}"
    place += f",line={line}" if line else ""
    return f"::error {place},title={_property(title)}::{_message(message.strip())}\n"


def _message(text: str) -> str:
    # "##[" starts an older kind of command anywhere in a line.
    safe = text.replace("##[", "# #[")
    return safe.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _safe(text: str) -> str:
    """Text for inside an HTML tag of a Markdown page: no tag, no Markdown, no new paragraph."""
    escaped = html.escape(text)
    for character in "`*_[]|\\~@!$":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return escaped.replace("\n", "<br>")
