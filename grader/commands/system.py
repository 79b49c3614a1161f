"""About this machine rather than a problem: `grade doctor`, `grade completion`."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Any

import click

from grader.commands.console import (
    ALL_PASSED,
    NOT_GRADED,
    SYMBOLS,
    attended,
    can_print,
    colourful,
    columns,
    print_styled,
)

if TYPE_CHECKING:
    from grader.doctor.findings import Examination, Finding

TITLES = {
    "isolation": "Isolation: attacks made from inside a runner",
    "python": "Python and libraries",
    "speed": "Speed",
    "files": "Files",
    "terminal": "Terminal",
}
STYLES = {"OK": "green", "LACKS": "yellow", "BAD": "bold red"}
SCHEMA = "grade/doctor/1"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--plain", is_flag=True, help="No colour.")
def doctor(as_json: bool, plain: bool) -> None:
    """Say what this machine offers for grading, by trying it, and what to do about what it lacks.

    OK: there, and tried. LACKS: not there; grading goes on without. BAD: to be mended first.

    Exit status: 0 grading works at the level that is used by itself, 2 it does not.
    """
    from grader.doctor import Surroundings, examine

    there = Surroundings(
        attended(), sys.stdout.encoding or "unknown", can_print(SYMBOLS), colourful(), columns()
    )
    found = examine(there)
    if as_json:
        click.echo(_as_json(found), nl=False)
    elif colourful() and not plain:
        print_styled(lines(found, columns()))
    else:
        for _, line in lines(found, columns()):
            click.echo(line)
    sys.exit(ALL_PASSED if found.can_grade else NOT_GRADED)


def lines(found: Examination, width: int) -> list[tuple[str, str]]:
    """The findings as (style, text), by section."""
    width = max(60, min(width, 100))
    page: list[tuple[str, str]] = []
    for section in dict.fromkeys(finding.section for finding in found.findings):
        page += [("", "")] if page else []
        page.append(("bold", TITLES.get(section, section.capitalize())))
        for finding in found.findings:
            page += _finding(finding, width) if finding.section == section else []
    return [*page, ("", ""), *_verdict(found, width)]


def _finding(finding: Finding, width: int) -> list[tuple[str, str]]:
    word = str(finding.state)
    told = textwrap.wrap(
        f"{finding.name}: {' '.join(finding.said.split())}", width,
        initial_indent=f"  {word:<6} ", subsequent_indent=" " * 11,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    if finding.next:
        told += textwrap.wrap(
            f"next: {finding.next}", width, initial_indent=" " * 9, subsequent_indent=" " * 11,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    style = STYLES[word]
    return [(style if number == 0 else "", line) for number, line in enumerate(told)]


def _verdict(found: Examination, width: int) -> list[tuple[str, str]]:
    if found.can_grade:
        said, style = f"Grading works, at isolation {found.level}.", "bold green"
        if found.level == "none":
            said += " That is for practice on your own file; such a verdict is marked."
    elif found.level:
        said, style = "Grading does not work yet: see each BAD above for its next step.", "bold red"
    else:
        said = "Grading works at a terminal only, with --isolation none: see isolation above."
        style = "bold red"
    return [(style, line) for line in textwrap.wrap(said, width)]


def _as_json(found: Examination) -> str:
    import dataclasses
    import json

    data: dict[str, Any] = {
        "schema": SCHEMA,
        "can_grade": found.can_grade,
        "isolation": found.level,
        "findings": [dataclasses.asdict(finding) for finding in found.findings],
    }
    return json.dumps(data, indent=2) + "\n"
