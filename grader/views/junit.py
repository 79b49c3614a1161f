"""A Report as JUnit XML, in the dialect that GitLab, Jenkins and the GitHub actions read."""

from __future__ import annotations

from xml.etree import ElementTree

from grader.model import CheckResult, Report, Status
from grader.views import terminal


def to_junit(report: Report) -> str:
    """One test suite for the problem, one test case for each check, names unique."""
    crashes = sum(result.crashed for result in report.results)
    counts: dict[str, str] = {
        "tests": str(len(report.results)),
        "failures": str(report.count(Status.FAILED) - crashes),
        "errors": str(report.count(Status.BROKEN) + crashes),
        "skipped": str(report.count(Status.SKIPPED) + report.count(Status.EXCUSED)),
        "time": f"{report.seconds:.3f}",
    }
    root = ElementTree.Element("testsuites", {"name": "grade", **counts})
    suite = ElementTree.SubElement(root, "testsuite", {"name": report.problem, **counts})
    properties = ElementTree.SubElement(suite, "properties")
    facts = {"seed": report.seed, "sha256": report.sha256, "isolation": report.isolation}
    for name, value in facts.items():
        ElementTree.SubElement(properties, "property", name=name, value=str(value))
    for result in report.results:
        suite.append(_case(report, result))
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_legal(body)}\n'


def _case(report: Report, result: CheckResult) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase", classname=report.problem, name=f"{result.name}: {result.sentence}",
        file=report.submission, time="0",
    )  # fmt: skip
    if result.line:
        case.set("line", str(result.line))
    if result.status is Status.PASSED:
        return case
    if result.crashed:
        tag = "error"
    else:
        tag = {Status.FAILED: "failure", Status.BROKEN: "error"}.get(result.status, "skipped")
    child = ElementTree.SubElement(case, tag, message=result.summary)
    if tag != "skipped":
        child.set("type", result.mistake or tag)
        child.text = _explanation(report, result)
    return case


def _explanation(report: Report, result: CheckResult) -> str:
    """The failure in words; the first failure carries the diagnosis, as the terminal shows it."""
    first = next((r for r in report.results if r.status is Status.FAILED), None)
    parts = [result.summary, result.detail]
    if result is first:
        for diagnosis in report.diagnoses:
            parts += [diagnosis.title, *diagnosis.sentences, diagnosis.proof]
        parts.append(terminal.PRACTICE if report.isolation == "none" else "")
    return "\n".join(part for part in parts if part)


def _legal(text: str) -> str:
    """Without the few characters that XML 1.0 cannot hold; cleaning leaves only these."""
    return "".join(c for c in text if c not in "\ufffe\uffff")
