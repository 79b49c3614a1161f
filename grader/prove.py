"""A problem's own files -> the proof that its checks deserve trust.

The reference and every accepted variant must pass, the untouched stub must fail politely, and each
rejected file must fail first at the check that it names and be diagnosed as the mistake that it
names, and nothing else. All of these files are ours: they run in trusted workers that have JAX
loaded.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import multiprocessing
import os
import re
from collections.abc import Sequence
from pathlib import Path

from grader.errors import ProblemError
from grader.load import Library, as_submission, load_catalogue, load_suite, read_problem
from grader.model import LOADS, Problem, Status
from grader.pipeline import default_seed, grade

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


@dataclasses.dataclass(frozen=True)
class Trial:
    """How one grade of a known file ended: what a fault can be told from."""

    path: Path
    seed: int
    passed: bool
    failed: tuple[str, ...]
    broken: tuple[str, ...]
    named: tuple[frozenset[str], ...]
    remarks: frozenset[str]
    note: str
    lines: tuple[int | None, ...]


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


def run(problem: Problem, path: Path, seed: int | None = None) -> Trial:
    """Grade one trusted file in this process, with JAX."""
    from grader.runner.local import LocalRunner

    submission = as_submission(path.read_bytes(), path.name)
    seed = default_seed(problem, submission) if seed is None else seed
    report = grade(problem, submission, LocalRunner, seed=seed)
    return Trial(
        path,
        seed,
        report.passed,
        tuple(r.name for r in report.results if r.status is Status.FAILED),
        tuple(f"{r.name}: {r.summary}" for r in report.results if r.status is Status.BROKEN),
        tuple(frozenset(d.mistakes) for d in report.diagnoses),
        frozenset(remark.name for remark in report.remarks),
        report.note,
        tuple(d.line for d in report.diagnoses),
    )


def _run_by_name(job: tuple[str, Library, Path, int | None]) -> Trial:
    slug, library, path, seed = job
    return run(read_problem(slug, library), path, seed)


def run_all(
    problem: Problem,
    library: Library,
    paths: Sequence[Path],
    seed: int | None = None,
    workers: int | None = None,
) -> list[Trial]:
    """Grade trusted files in a few processes, in the order given."""
    count = workers or min(len(os.sched_getaffinity(0)), 8)
    context = multiprocessing.get_context("spawn")  # never fork once JAX may run
    jobs = [(problem.slug, library, path, seed) for path in paths]
    with concurrent.futures.ProcessPoolExecutor(count, mp_context=context) as pool:
        return list(pool.map(_run_by_name, jobs, chunksize=4))


def faults(known: Known, trial: Trial) -> list[str]:
    """What is wrong with a known file's verdict, each as a sentence for the problem's author."""
    name = f"{known.path.parent.name}/{known.path.name}"
    told = [f"{name}: a check has a fault: {text}" for text in trial.broken]
    if known.kind in ("reference", "accepted"):
        if not trial.passed:
            told.append(f"{name} is right, but was refused by {', '.join(trial.failed)}")
        elif known.kind == "accepted" and trial.remarks != known.remarks:
            said = ", ".join(sorted(trial.remarks)) or "nothing"
            told.append(f"{name} should earn {sorted(known.remarks)}, but the remark was {said}")
        return told
    if known.kind == "stub":
        if trial.passed or not trial.note or trial.failed != (LOADS,):
            told.append(f"{name} should be told politely that it is untouched")
        return told
    if trial.passed:
        return [*told, f"{name} is wrong, but these checks would pass this program"]
    if trial.failed[:1] != (known.catcher,):
        first = trial.failed[0] if trial.failed else "no check"
        told.append(f"{name} should fail first at {known.catcher}, but failed at {first}")
    if trial.named != (known.mistakes,):
        said = "; ".join(" + ".join(sorted(names)) or "no known mistake" for names in trial.named)
        want = " + ".join(sorted(known.mistakes))
        told.append(f"{name} should be named {want}, but was named {said or 'nothing'}")
    return told
