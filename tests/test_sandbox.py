"""Hostile submissions, one file each in `tests/hostile`: none passes, reaches, harms or stays.

Every attack runs at each level of isolation that this machine has. The control group runs a few
harmless ones without isolation, where they do get something: so the blocks are not vacuous.
"""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader import explain
from grader.errors import SandboxError
from grader.load import Library, as_submission, read_problem
from grader.model import SUBMISSION, Call, Kind, Limits, Outcome, Problem, Ref, Report, Status
from grader.pipeline import grade
from grader.runner.sandbox import SandboxRunner
from grader.text import HIDDEN
from grader.views import data, github, junit, terminal

if not sys.platform.startswith("linux"):
    pytest.skip("isolation is a matter of Linux", allow_module_level=True)

from tests.arena import ATTACKS, ROOT, Arena, Attack, opened  # noqa: E402

QUESTION = Call(Ref(SUBMISSION.handle, ("attack",)))
SLACK = 8.0  # seconds above the limits for a start and a tidy end, on a busy machine


def levels() -> list[str]:
    """The levels of isolation that can be had here."""
    found = []
    for level in ("strong", "standard"):
        try:
            SandboxRunner((), Limits(), level).close()
        except SandboxError:
            continue
        found.append(level)
    return found


LEVELS = levels()
REACHING = [
    pytest.param(attack, level, id=f"{attack.name}-{level}")
    for attack in ATTACKS
    for level in LEVELS[: 1 if attack.libraries else None]
    if not attack.graded and attack.level in ("", level)
]
JUDGED = [pytest.param(attack, id=attack.name) for attack in ATTACKS if attack.graded]
CONTROL = [pytest.param(attack, id=attack.name) for attack in ATTACKS if attack.control]


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with opened(tmp_path_factory.mktemp("arena")) as arena:
        yield arena


def run(attack: Attack, text: str, level: str) -> tuple[Outcome, str]:
    """How the attack ended, and what it printed."""
    runner = SandboxRunner(attack.libraries, attack.limits, level)
    try:
        assert runner.isolation == level
        outcome = runner.load(text)
        for _ in range(attack.calls):
            if outcome.kind is Kind.VALUE:
                outcome = runner.ask(QUESTION)
    finally:
        runner.close()
    return outcome, runner.printed


def ending(outcome: Outcome) -> str:
    """In the words of `Attack.expect`; what an attack says that it got counts as itself."""
    if outcome.kind is not Kind.VALUE:
        return str(outcome.kind)
    return "nothing" if outcome.value == [] else f"it got {outcome.value!r}"


def honest(level: str) -> None:
    """Require that a next submission is served as if nothing had been."""
    runner = SandboxRunner((), Limits(), level)
    try:
        assert runner.load("import numpy as np\n\ndef f(x):\n    return 2 * x").kind is Kind.VALUE
        assert runner.ask(Call(Ref(0, ("f",)), (21,))).value == 42
        assert runner.printed == ""
    finally:
        runner.close()


# --- what an attack gets ---------------------------------------------------------------------


def test_this_machine_isolates() -> None:
    assert LEVELS, "no level of isolation: nothing of this module was tested"


@pytest.mark.parametrize(("attack", "level"), REACHING)
def test_an_attack_gets_nothing(attack: Attack, level: str, arena: Arena) -> None:
    began = time.monotonic()
    with arena.watched():
        outcome, printed = run(attack, arena.told(attack.text), level)
    assert ending(outcome) in attack.expect, outcome
    if ending(outcome) != "nothing" and attack.says:
        matches(attack.says, explain.summary(outcome))
    assert arena.secret not in printed + repr(outcome)
    assert time.monotonic() - began < attack.limits.seconds + SLACK
    honest(level)


# --- what a grade makes of it ----------------------------------------------------------------


@pytest.fixture(scope="module")
def problems() -> dict[str, Problem]:
    toys = Path(__file__).parent / "toys"
    own = Library(ROOT / "problems", ROOT / "solutions")
    toy = read_problem("double", Library(toys / "problems", toys / "solutions"))
    return {"double": toy, "gru_cell": read_problem("gru_cell", own)}


def graded(attack: Attack, text: str, problem: Problem) -> Report:
    toy = problem.slug == "double"
    limits = attack.limits if toy else problem.limits
    submission = as_submission(text.encode(), "submission.py")
    return grade(
        problem, submission, lambda: SandboxRunner(problem.libraries, limits, LEVELS[0]), seed=3
    )


@pytest.mark.parametrize("attack", JUDGED)
def test_an_attack_does_not_pass(
    attack: Attack, arena: Arena, problems: dict[str, Problem]
) -> None:
    began = time.monotonic()
    problem = problems[attack.problem]
    with arena.watched():
        report = graded(attack, arena.told(attack.text), problem)
    assert not report.passed and not report.broken, report.results
    failed = next(r for r in report.results if r.status is Status.FAILED)
    matches(attack.says, failed.summary + failed.detail)
    assert_clean(report)
    assert arena.secret not in repr(report)
    spent = time.monotonic() - began
    assert spent < SLACK + (attack.limits if problem.slug == "double" else problem.limits).seconds


def test_the_toy_passes_a_right_answer(arena: Arena, problems: dict[str, Problem]) -> None:
    text = (problems["double"].solution / "reference.py").read_text(encoding="utf-8")
    with arena.watched():
        report = graded(ATTACKS[0], text, problems["double"])
    assert report.passed, report.results
    assert report.isolation == LEVELS[0]


def matches(pattern: str, text: str) -> None:
    import re

    assert re.search(pattern, text), f"{pattern!r} is not in {text!r}"


def assert_clean(report: Report) -> None:
    """Require that no view shows a character that moves, hides or commands."""
    shown = {
        "terminal": terminal.text(report),
        "plain": terminal.text(report, plain=True),
        "json": data.to_json(report),
        "junit": junit.to_junit(report),
        "fenced": github.fenced(terminal.text(report)),
        "commands": github.commands(report),
        "summary": github.summary(report),
    }
    for name, text in shown.items():
        odd = {c for c in text if c != "\n" and unicodedata.category(c) in HIDDEN}
        assert not odd, f"{name} shows {odd}"
        assert "/grader/" not in text and str(ROOT) not in text, f"{name} shows our paths"
    ElementTree.fromstring(shown["junit"])
    assert "<script" not in shown["summary"]
    assert "##[" not in shown["commands"] + shown["json"]
    lines = shown["commands"].splitlines()
    assert all(line.startswith("::error file=submission.py") for line in lines)
    fence, *_, end = shown["fenced"].rstrip("\n").splitlines()
    assert shown["fenced"].count(fence.removeprefix("::stop-commands::")) == 2
    assert end == f"::{fence.removeprefix('::stop-commands::')}::"


# --- the control group: without isolation ----------------------------------------------------


@pytest.mark.parametrize("attack", CONTROL)
def test_without_isolation_an_attack_gets_something(attack: Attack, arena: Arena) -> None:
    try:
        outcome, _ = run(attack, arena.told(attack.text), "none")
        assert outcome.kind is Kind.VALUE and outcome.value, outcome
    finally:
        arena.clear()


def test_without_isolation_the_process_tree_still_ends(arena: Arena) -> None:
    daemons = [a for a in ATTACKS if a.name in ("daemon", "daemon_that_writes", "fork_bomb")]
    assert len(daemons) == 3
    for attack in daemons:
        with arena.watched():
            run(attack, arena.told(attack.text), "none")
