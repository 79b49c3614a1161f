"""Runners that lie: whatever the wire lets through ends in a report, and in no fault of ours.

A true grade is recorded once. Then single answers are exchanged for others: parts taken out, of
another type, of another shape, enormous, empty, not numbers. Whatever the runner tells about a
submission is a stranger's word, so no check may stumble over it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from grader.load import as_submission
from grader.model import Call, Kind, Outcome, Problem, Raised, Ref, Report, Status
from grader.pipeline import grade
from grader.runner import wire
from grader.runner.local import LocalRunner

ROUNDS = 60

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1 << 500, 0.5, float("nan"), float("inf"), "", "x" * 3000, "\x1b[31m",
    [], (), {}, [[]], {"": None}, [1, "a", None], Ref(0), Ref(5, ("a", "b"), "builtins.function"),
    np.zeros(()), np.zeros((0,)), np.zeros((1, 1, 1, 1)), np.full((3,), np.nan, np.float32),
    np.zeros((0, 1 << 20)), np.array(True), np.zeros(4, np.complex128), np.zeros(3, np.int8),
    np.full((24, 8), np.inf, np.float32), np.arange(5, dtype=np.uint64),
)  # fmt: skip


class Recorded:
    """A runner that keeps what was answered."""

    isolation = "trusted"
    versions: Mapping[str, str] = {}
    printed = ""

    def __init__(self, answers: list[Outcome]) -> None:
        self._runner = LocalRunner()
        self._answers = answers

    def load(self, text: str) -> Outcome:
        return self._runner.load(text)

    def ask(self, call: Call) -> Outcome:
        self._answers.append(self._runner.ask(call))
        return self._answers[-1]

    def close(self) -> None:
        self._runner.close()


class Liar(Recorded):
    """Gives the recorded answers in order, those at `lies` changed. Runs nothing."""

    def __init__(self, answers: list[Outcome], lies: Mapping[int, Callable[[Any], Any]]) -> None:
        self._answers, self._lies, self._asked = answers, lies, 0

    def load(self, text: str) -> Outcome:
        return Outcome(Kind.VALUE)

    def ask(self, call: Call) -> Outcome:
        number, self._asked = self._asked, self._asked + 1
        honest = self._answers[number % len(self._answers)]
        if number not in self._lies:
            return honest
        value = self._lies[number](honest.value)
        if not wire.sendable(value):
            return Outcome(Kind.RAISED, raised=Raised("ValueError", "does not travel"))
        frame = wire.encode_outcome(0, Outcome(Kind.VALUE, value, honest.echo))
        return wire.decode_outcome(frame, expected=0)

    def close(self) -> None:
        """Nothing to end."""


def twisted(value: Any, chance: random.Random) -> Any:
    """`value` with one part of it exchanged, taken away or doubled."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        if chance.random() < 0.2:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: twisted(value[key], chance)}
    if isinstance(value, list | tuple) and value and chance.random() < 0.85:
        at = chance.randrange(len(value))
        parts = list(value)
        if chance.random() < 0.2:
            parts[at : at + 1] = [] if chance.random() < 0.5 else [parts[at]] * 2
        else:
            parts[at] = twisted(parts[at], chance)
        return type(value)(parts)
    if isinstance(value, np.ndarray) and chance.random() < 0.6:
        return chance.choice([value * 0, -value, value[None], value.ravel()[:1], value > 0])
    return chance.choice(ODD)


@pytest.fixture(scope="module")
def truth(problem: Problem, reference: str) -> list[list[Outcome]]:
    """The answers of a right submission, of each runner that the grade starts."""
    answers: list[list[Outcome]] = []

    def start() -> Recorded:
        answers.append([])
        return Recorded(answers[-1])

    report = graded(problem, reference, start)
    assert report.passed
    return [given for given in answers if given]


def graded(problem: Problem, text: str, start: Callable[[], Any]) -> Report:
    return grade(problem, as_submission(text.encode(), "submission.py"), start, seed=5)


def replay(
    problem: Problem, text: str, truth: list[list[Outcome]], lies: Mapping[int, Any], first: int
) -> Report:
    """The grade when runner number `first` tells `lies` and the others the truth."""
    started = iter(range(100))

    def start() -> Liar:
        number = next(started)
        return Liar(truth[number % len(truth)], lies if number == first else {})

    return graded(problem, text, start)


def test_the_recorded_answers_pass_again(
    problem: Problem, reference: str, truth: list[list[Outcome]]
) -> None:
    report = replay(problem, reference, truth, {}, 0)
    assert report.passed, report.results


@pytest.mark.parametrize("block", range(4))
def test_one_lie_is_no_fault_of_the_checks(
    problem: Problem, reference: str, truth: list[list[Outcome]], block: int
) -> None:
    for number in range(block, ROUNDS, 4):
        chance = random.Random(number)
        first = 0 if chance.random() < 0.8 else 1 % len(truth)
        at = chance.randrange(len(truth[first]))
        told: list[Any] = []

        def lie(value: Any, chance: random.Random = chance, told: list[Any] = told) -> Any:
            told.append(twisted(value, chance))
            return told[-1]

        report = replay(problem, reference, truth, {at: lie}, first)
        broken = [r for r in report.results if r.status is Status.BROKEN]
        assert not broken, f"round {number}, question {at}: {told} -> {broken}"


@pytest.mark.parametrize("odd", range(len(ODD)))
def test_the_same_lie_to_every_question_never_passes(
    problem: Problem, reference: str, truth: list[list[Outcome]], odd: int
) -> None:
    lies = dict.fromkeys(range(1, 10_000), lambda value: ODD[odd])
    report = replay(problem, reference, truth, lies, 0)
    assert not report.passed and not report.broken, report.results
