"""Questions and answers + known mistakes -> diagnoses.

A mistake is named only when its answers equal the submission's on every question asked and differ
from the right ones on at least one. Two mistakes are named together when only both explain
the answers. Nothing is named on resemblance.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.catalogue import Catalogue, Suspect
from grader.errors import Verdict
from grader.model import CheckResult, Diagnosis, Evidence, Status
from grader.readings import Reading, Roles
from grader.suite import RAISED, Question, Subject

# Wider than a check's own: a float32 answer under jit may differ by a few 1e-6 from the formula,
# while two formulas that differ at all differ by far more than this on random questions.
ATOL, RTOL = 3e-5, 3e-4

# Two thousand pairs under more readings than this would take longer than a learner waits.
MOST_FOR_PAIRS = 600

GRADIENT = "gradient"  # the kind of question that asks for derivatives

NUMBERS = (np.ndarray, np.generic, float, int)


def agreeing(
    model: Any, questions: Sequence[Question], roles: Roles, readings: Sequence[Reading]
) -> Sequence[Reading]:
    """Those `readings` under which `model` gives the submission's answer to every question."""
    for question in questions:
        if not readings:
            break
        posed = Posed(question, roles, readings)
        readings = posed.agreeing(posed.answered_by(model))
    return readings


class Posed:
    """One question, its arguments carried to roles for many readings at once."""

    def __init__(self, question: Question, roles: Roles, readings: Sequence[Reading]) -> None:
        self.question = question
        self.readings = readings
        self.roles = roles
        self.args = roles.by_role(question.args, readings)

    def answered_by(self, model: Any) -> Any:
        """What `model` answers, over all readings; RAISED when it raises."""
        try:
            with np.errstate(all="ignore"):  # mistakes overflow; that is then their answer
                answer = getattr(model, self.question.kind)(*self.args)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            return RAISED
        return answer if self.roles.groups else _stacked(answer)

    def with_answer(self, answer: Any) -> Posed:
        """The same question, answered otherwise."""
        other = copy.copy(self)
        other.question = dataclasses.replace(self.question, answer=answer)
        return other

    def agreeing(self, want: Any) -> list[Reading]:
        """The readings under which the submission's answer is `want`, as `answered_by` gives it."""
        got = self.question.answer
        if got is RAISED or want is RAISED:
            return list(self.readings) if got is want else []
        free = bool(self.roles.groups)  # names are free: answers have an axis over readings
        got = self.roles.by_role(got, self.readings) if free else _stacked(got)
        mask = np.broadcast_to(_same(got, want, free), (len(self.readings),))
        return [r for r, good in zip(self.readings, mask, strict=True) if good]


def _stacked(value: Any) -> Any:
    """`value` with a leading axis of one on each array and number: over the one reading."""
    if isinstance(value, dict):
        return {key: _stacked(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_stacked(part) for part in value)
    return np.asarray(value)[None] if isinstance(value, NUMBERS) else value


def _same(got: Any, want: Any, free: bool) -> np.ndarray:
    """For each reading (the leading axis of `want`) whether the two structures are equal.

    Args:
        free: an array of `got` may lack that axis: it is then the same for all readings.
    """
    no = np.zeros(1, bool)
    if isinstance(want, dict | list | tuple):
        kinds = dict if isinstance(want, dict) else (list, tuple)
        if not isinstance(got, kinds) or len(got) != len(want):
            return no
        if not want:
            return np.ones(1, bool)
        keys = list(want) if isinstance(want, dict) else range(len(want))
        if isinstance(want, dict) and set(got) != set(want):
            return no
        parts = [_same(got[key], want[key], free) for key in keys]
        return np.logical_and.reduce(np.broadcast_arrays(*parts))
    if type(got) in (bool, int, float):
        got = np.asarray(got)
    if not isinstance(got, np.ndarray) or got.dtype.kind not in "fiub":
        return no
    got, want = got.astype(np.float64), np.asarray(want, np.float64)
    if free and got.ndim == want.ndim - 1:
        got = got[None]
    if got.shape[1:] != want.shape[1:]:
        return no
    with np.errstate(invalid="ignore"):
        near = np.abs(got - want) <= ATOL + RTOL * np.abs(want)
    both = near | (~np.isfinite(got) & ~np.isfinite(want))
    return np.asarray(both.reshape(both.shape[0], -1).all(axis=1))


def explains(
    catalogue: Catalogue, questions: Sequence[Question], roles: Roles, readings: Sequence[Reading]
) -> tuple[Suspect, Reading] | None:
    """The first mistake, or two together, whose answers equal all of the submission's.

    Exceptions alone prove nothing: many mistakes raise.
    """
    if all(question.answer is RAISED for question in questions):
        return None
    # A wrong answer fits few mistakes, a right one many: those that it fits are tried further.
    # Gradients come last, because a model's are found by some hundred evaluations.
    truth = catalogue.truth
    right = [bool(agreeing(truth, [question], roles, readings)) for question in questions]
    order = sorted(range(len(questions)), key=lambda i: (questions[i].kind == GRADIENT, right[i]))
    questions = [questions[i] for i in order]
    first = Posed(questions[0], roles, readings)  # carried once, held against all of them
    for suspect in catalogue.suspects(pairs=len(readings) <= MOST_FOR_PAIRS):
        found = agreeing(
            suspect.model, questions[1:], roles, first.agreeing(first.answered_by(suspect.model))
        )
        if found and not agreeing(catalogue.truth, questions, roles, found[:1]):
            return suspect, found[0]
    return None


def diagnose(
    subject: Subject, catalogue: Catalogue, results: Sequence[CheckResult]
) -> list[Diagnosis]:
    """What is proved to be wrong: by a check's own evidence, then by the answers.

    When the answers are wrong and nothing explains them, the one diagnosis names no mistake and
    says so.
    """
    found = [
        _from_check(catalogue, result)
        for result in results
        if result.status is Status.FAILED and result.mistake in catalogue
    ]
    questions, roles, readings = subject.questions, subject.roles, subject.readings
    if not questions or agreeing(catalogue.truth, questions, roles, readings):
        return found
    explained = None if subject.ruled_out else explains(catalogue, questions, roles, readings)
    if explained is not None:
        named = {mistake.name for mistake in explained[0].mistakes}
        others = [d for d in found if not named.issuperset(d.mistakes)]
        return [*others, _from_answers(subject, *explained)]
    values = [question for question in questions if question.answer is not RAISED]
    if agreeing(catalogue.truth, values, roles, readings):
        return found  # it only raised, and what it raised has been told
    return found or [_unknown(subject, catalogue)]


def _unknown(subject: Subject, catalogue: Catalogue) -> Diagnosis:
    wrong = {
        question.kind
        for question in subject.questions
        if not agreeing(catalogue.truth, [question], subject.roles, subject.readings)
    }
    what = "The answers are not right, and they"
    hint = "Compare your code with the equations one by one."
    if wrong == {GRADIENT}:
        what = "The values are right, but their gradients are not. The answers"
        hint = "Look for stop_gradient, and for operations that have no derivative."
    known = len(catalogue.formulas())
    told = f"{what} match none of {known} known mistakes, alone or two together. {hint}"
    smallest = _smallest(subject, None, subject.readings[0])
    return Diagnosis((), "Not a mistake we know", (told,), "", smallest=smallest)


def _lowered(title: str) -> str:
    """A title inside a sentence: "ReLU candidate" and "W_h is missing" stay as they are."""
    symbol = title[1:2].isupper() or title[1:2] == "_"
    return title if symbol else title[0].lower() + title[1:]


def _from_check(catalogue: Catalogue, result: CheckResult) -> Diagnosis:
    assert result.mistake is not None
    known = catalogue[result.mistake]
    return Diagnosis(
        (known.name,), known.title, (known.sentence,), f"Proved by the check {result.name}.",
        line=result.line,
    )  # fmt: skip


def _from_answers(subject: Subject, suspect: Suspect, reading: Reading) -> Diagnosis:
    mistakes = suspect.mistakes
    count = sum(_answers(question.answer) for question in subject.questions)
    what = "this mistake" if len(mistakes) == 1 else "these two mistakes together"
    lines = [_line(subject, m.at, reading) for m in mistakes if m.at is not None]
    return Diagnosis(
        tuple(m.name for m in mistakes),
        " and ".join(m.title if i == 0 else _lowered(m.title) for i, m in enumerate(mistakes)),
        tuple(m.sentence for m in mistakes),
        f"All {count} answers match {what}.",
        line=lines[0] if lines else None,
        smallest=_smallest(subject, suspect.model, reading),
    )  # fmt: skip


def _line(subject: Subject, at: str, reading: Reading) -> int | None:
    # The submission is asked once more for these two; when it gives out now, they are left out.
    with contextlib.suppress(Verdict):
        return subject.line_of(at, reading)
    return None


def _smallest(subject: Subject, model: Any, reading: Reading) -> Evidence | None:
    with contextlib.suppress(Verdict):
        return subject.smallest(model, reading)
    return None


def _answers(answer: Any) -> int:
    """How many answers a question asked for: a batch counts each of its rows."""
    return len(answer) if isinstance(answer, np.ndarray) and answer.ndim > 1 else 1
