"""Hostile submissions, one file each in `tests/hostile`: none passes, reaches, harms or stays.

Every attack runs at each level of isolation that this machine has, and both cold and in a pool's
child: at one level so, at the other so, turn about. With GRADE_ALL_ATTACKS=1 every attack runs both
ways at every level, which takes twice as long. The control group runs a few harmless ones without
isolation, where they do get something: so the blocks are not vacuous.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader import explain
from grader.errors import SandboxError
from grader.load import Library, as_submission, read_problem
from grader.model import SUBMISSION, Call, Kind, Limits, Outcome, Problem, Ref, Report, Status
from grader.pipeline import grade
from grader.runner import usage
from grader.runner.pool import Pool
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
START = ("cold", "warm")
ALL = bool(os.environ.get("GRADE_ALL_ATTACKS"))


def starts(index: int, attack: Attack, level: str) -> tuple[str, ...]:
    """How the attack of this number is started at this level."""
    if attack.start:
        return (attack.start,)
    alone = attack.level or attack.libraries or len(LEVELS) < 2  # at one level only: both ways
    if ALL or (alone and not attack.graded):
        return START
    return (START[(index + LEVELS.index(level)) % 2],)


REACHING = [
    pytest.param(attack, level, start, id=f"{attack.name}-{level}-{start}")
    for index, attack in enumerate(ATTACKS)
    for level in LEVELS[: 1 if attack.libraries else None]
    if not attack.graded and attack.level in ("", level)
    for start in starts(index, attack, level)
]
JUDGED = [
    pytest.param(attack, start, id=f"{attack.name}-{start}")
    for index, attack in enumerate(a for a in ATTACKS if a.graded)
    for start in starts(index, attack, LEVELS[0])
]
CONTROL = [pytest.param(attack, id=attack.name) for attack in ATTACKS if attack.control]


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with opened(tmp_path_factory.mktemp("arena")) as arena:
        yield arena


class Pools:
    """One pool for each kind of runner, from the first attack that wants it to the last."""

    def __init__(self, arena: Arena) -> None:
        self._arena = arena
        self._place = tempfile.gettempdir()  # not where attacks must leave nothing
        self._pools: dict[tuple[tuple[str, ...], Limits, str], Pool] = {}

    def __call__(self, libraries: tuple[str, ...], limits: Limits, level: str) -> Pool:
        """The pool, its servers at work."""
        key = (libraries, limits, level)
        if key not in self._pools:
            tempfile.tempdir, before = self._place, tempfile.tempdir
            self._pools[key] = Pool(libraries, limits, level)
            # A grade that asks two witnesses wants a third server: now, not within the attack.
            for runner in [self._pools[key].runner() for _ in range(3 if libraries else 2)]:
                runner.load("")
                runner.close()
            tempfile.tempdir = before
            self._arena.spared |= {p for pid in servers(self._pools[key]) for p in usage.tree(pid)}
        return self._pools[key]

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()


def servers(pool: Pool) -> list[int]:
    return [line._server._popen.pid for line in pool._lines]


def folders(pool: Pool) -> list[str]:
    """What is in the servers' own folders: the private ones of children."""
    return [name for line in pool._lines for name in os.listdir(line._server._folder)]


@pytest.fixture(scope="module")
def pools(tmp_path_factory: pytest.TempPathFactory, arena: Arena) -> Iterator[Pools]:
    place = tempfile.tempdir
    tempfile.tempdir = str(tmp_path_factory.mktemp("pools"))
    made = Pools(arena)
    tempfile.tempdir = place
    yield made
    made.close()


@contextlib.contextmanager
def served(pool: Pool | None) -> Iterator[None]:
    """Require that the pool outlives what is done through it: the same servers, and both of them
    serve the next submissions as if nothing had been."""
    before = servers(pool) if pool else []
    yield
    if pool:
        for _ in before:
            honest(pool.runner)  # one of each server, in turns
        assert servers(pool) == before
        deadline = time.monotonic() + 4
        while folders(pool) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not folders(pool)


def run(attack: Attack, text: str, runner: SandboxRunner) -> tuple[Outcome, str]:
    """How the attack ended, and what it printed."""
    try:
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


def honest(start: Callable[[], SandboxRunner]) -> None:
    """Require that a next submission is served as if nothing had been."""
    runner = start()
    try:
        assert runner.load("import numpy as np\n\ndef f(x):\n    return 2 * x").kind is Kind.VALUE
        assert runner.ask(Call(Ref(0, ("f",)), (21,))).value == 42
        assert runner.printed == ""
    finally:
        runner.close()


# --- what an attack gets ---------------------------------------------------------------------


def test_this_machine_isolates() -> None:
    assert LEVELS, "no level of isolation: nothing of this module was tested"


@pytest.mark.parametrize(("attack", "level", "start"), REACHING)
def test_an_attack_gets_nothing(
    attack: Attack, level: str, start: str, arena: Arena, pools: Pools
) -> None:
    pool = pools(attack.libraries, attack.limits, level) if start == "warm" else None
    began = time.monotonic()
    with served(pool):
        with arena.watched():
            if pool:
                runner = pool.runner()
            else:
                runner = SandboxRunner(attack.libraries, attack.limits, level)
            assert runner.isolation == level
            outcome, printed = run(attack, arena.told(attack.text), runner)
        assert ending(outcome) in attack.expect, outcome
        if ending(outcome) != "nothing" and attack.says:
            matches(attack.says, explain.summary(outcome))
        assert arena.secret not in printed + repr(outcome)
        assert time.monotonic() - began < attack.limits.seconds + SLACK
    if not pool:
        honest(pools((), Limits(), level).runner)


LOCKS = ("NoNewPrivs", "Seccomp", "Seccomp_filters", "CapPrm", "CapEff", "CapInh", "CapAmb")


def locks(runner: SandboxRunner) -> list[str]:
    """What the kernel says of a runner's process once it has greeted."""
    try:
        assert runner.load("").kind is Kind.VALUE
        pid = usage.tree(runner._process.pid)[-1]
        with open(f"/proc/{pid}/status") as status, open(f"/proc/{pid}/limits") as limits:
            return [line for line in status if line.split(":")[0] in LOCKS] + limits.readlines()
    finally:
        runner.close()


@pytest.mark.parametrize("level", LEVELS)
def test_a_forked_runner_is_locked_as_a_cold_one(level: str, pools: Pools) -> None:
    cold = locks(SandboxRunner((), Limits(), level))
    assert any(line == "Seccomp:\t2\n" for line in cold)
    assert locks(pools((), Limits(), level).runner()) == cold


# --- what a grade makes of it ----------------------------------------------------------------


@pytest.fixture(scope="module")
def problems() -> dict[str, Problem]:
    toys = Path(__file__).parent / "toys"
    own = Library(ROOT / "problems", ROOT / "solutions")
    toy = read_problem("double", Library(toys / "problems", toys / "solutions"))
    return {"double": toy, "gru_cell": read_problem("gru_cell", own)}


def graded(attack: Attack, text: str, problem: Problem, pool: Pool | None) -> Report:
    limits = limits_of(attack, problem)
    submission = as_submission(text.encode(), "submission.py")
    start = pool.runner if pool else lambda: SandboxRunner(problem.libraries, limits, LEVELS[0])
    return grade(problem, submission, start, seed=3)


def limits_of(attack: Attack, problem: Problem) -> Limits:
    return attack.limits if problem.slug == "double" else problem.limits


@pytest.mark.parametrize(("attack", "start"), JUDGED)
def test_an_attack_does_not_pass(
    attack: Attack, start: str, arena: Arena, pools: Pools, problems: dict[str, Problem]
) -> None:
    problem = problems[attack.problem]
    limits = limits_of(attack, problem)
    pool = pools(problem.libraries, limits, LEVELS[0]) if start == "warm" else None
    began = time.monotonic()
    with served(pool):
        with arena.watched():
            report = graded(attack, arena.told(attack.text), problem, pool)
        assert not report.passed and not report.broken, report.results
        failed = next(r for r in report.results if r.status is Status.FAILED)
        matches(attack.says, failed.summary + failed.detail)
        assert_clean(report)
        assert arena.secret not in repr(report)
        assert time.monotonic() - began < SLACK + limits.seconds


@pytest.mark.parametrize("start", START)
def test_the_toy_passes_a_right_answer(
    start: str, arena: Arena, pools: Pools, problems: dict[str, Problem]
) -> None:
    text = (problems["double"].solution / "reference.py").read_text(encoding="utf-8")
    toy = problems["double"]
    pool = pools(toy.libraries, ATTACKS[0].limits, LEVELS[0]) if start == "warm" else None
    with arena.watched():
        report = graded(ATTACKS[0], text, toy, pool)
    assert report.passed, report.results
    assert report.isolation == LEVELS[0]


def matches(pattern: str, text: str) -> None:
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
        runner = SandboxRunner(attack.libraries, attack.limits, "none")
        outcome, _ = run(attack, arena.told(attack.text), runner)
        assert outcome.kind is Kind.VALUE and outcome.value, outcome
    finally:
        arena.clear()


def test_without_isolation_the_process_tree_still_ends(arena: Arena) -> None:
    daemons = [a for a in ATTACKS if a.name in ("daemon", "daemon_that_writes", "fork_bomb")]
    assert len(daemons) == 3
    for attack in daemons:
        with arena.watched():
            runner = SandboxRunner(attack.libraries, attack.limits, "none")
            run(attack, arena.told(attack.text), runner)
