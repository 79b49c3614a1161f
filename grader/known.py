"""A problem's own files and the verdict that each must get, as their first lines say it."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from grader.errors import ProblemError
from grader.load import load_catalogue, load_suite
from grader.model import Problem

MISTAKE = re.compile(r"Mistake: (?P<names>[\w+ -]+)\.(?: Caught by: (?P<check>\w+)\.)?$")
ACCEPTED = re.compile(r"Accepted: .+")
REMARK = re.compile(r"^Remark: ([\w-]+(?:, [\w-]+)*)$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Known:
    """A file of a problem whose verdict is known beforehand.

    Args:
        kind: "reference", "stub", "accepted" or "rejected".
        mistakes: for a rejected file, what it must be diagnosed as.
        catcher: for a rejected file, the check that must fail first.
        remarks: for an accepted file, what must be remarked.
    """

    path: Path
    kind: str
    mistakes: frozenset[str] = frozenset()
    catcher: str = ""
    remarks: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """How an author knows it."""
        folder = f"{self.kind}/" if self.kind in ("accepted", "rejected") else ""
        return f"{folder}{self.path.name}"


def known_files(problem: Problem) -> list[Known]:
    """Every file whose verdict is known, the reference and the stub first.

    Raises:
        ProblemError: when a file's first line does not say what it is, or names what is not there.
    """
    reference = problem.solution / "reference.py"
    if not reference.is_file():
        raise ProblemError(f"{reference} is missing: every problem needs one that passes")
    found = [Known(reference, "reference"), Known(problem.stub, "stub")]
    found += [_accepted(path) for path in sorted(problem.solution.glob("accepted/*.py"))]
    checks = [check.name for check in load_suite(problem).checks]
    names = {mistake.name for mistake in load_catalogue(problem)}
    for path in sorted(problem.solution.glob("rejected/*.py")):
        found.append(_rejected(path, names, checks))
    return found


def _docstring(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text.split('"""')[1] if text.startswith('"""') else ""


def _accepted(path: Path) -> Known:
    doc = _docstring(path)
    if not ACCEPTED.match(doc):
        raise ProblemError(f'{path}: the first line must be """Accepted: what differs.')
    remarks = [name for line in REMARK.findall(doc) for name in line.split(", ")]
    return Known(path, "accepted", remarks=frozenset(remarks))


def _rejected(path: Path, names: set[str], checks: Sequence[str]) -> Known:
    match = MISTAKE.match(_docstring(path).split("\n")[0].strip())
    if not match or not match["check"]:
        raise ProblemError(
            f'{path}: the first line must be """Mistake: its-name. Caught by: a_check.'
        )
    mistakes = frozenset(match["names"].split(" + "))
    unknown = [name for name in sorted(mistakes) if name not in names]
    if unknown:
        raise ProblemError(f"{path}: equations.py knows no mistake {unknown[0]!r}")
    if match["check"] not in checks:
        raise ProblemError(f"{path}: checks.py has no check {match['check']!r}")
    return Known(path, "rejected", mistakes, match["check"])


def equivalents(problem: Problem) -> dict[str, str]:
    """Why each listed mutant is right: {its change: the reason}, from equivalent.toml.

    Raises:
        ProblemError: naming the entry and what it must have.
    """
    file = problem.solution / "equivalent.toml"
    if not file.is_file():
        return {}
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProblemError(f"{file}: not TOML: {error}") from error
    entries = data.pop("mutant", [])
    if data or not isinstance(entries, list):
        raise ProblemError(f"{file}: only [[mutant]] tables with change and reason are allowed")
    reasons: dict[str, str] = {}
    for number, entry in enumerate(entries, 1):
        match entry:
            case {"change": str(change), "reason": str(reason), **rest} if not rest:
                if change.strip() and reason.strip():
                    reasons[change] = reason
                    continue
        raise ProblemError(f"{file}: [[mutant]] {number} needs a change and a reason, as texts")
    return reasons
