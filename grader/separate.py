"""The known mistakes of a problem against its own questions, in NumPy.

Two mistakes that answer every question alike could not be told apart, and one that answers like
the truth could not be told at all. What tame inputs would hide shows why questions are drawn as
they are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.catalogue import Catalogue, Mistake
from grader.diagnose import Posed, agreeing
from grader.judge import fault
from grader.load import Library, as_submission, load_catalogue, read_problem
from grader.pipeline import examine
from grader.readings import Leaves, Reading, Roles
from grader.suite import RAISED, Question, Subject

WRONG = (ArithmeticError, LookupError, TypeError, ValueError)


@dataclasses.dataclass(frozen=True)
class Separation:
    """How the known mistakes of a problem stand to its questions.

    Args:
        questions: how many the reference was asked.
        agrees: the reference gave the truth's answer to each.
        alike: pairs of mistakes with the same answer to every question.
        silent: mistakes with the right answer to every question.
        hidden: for each tame choice of inputs the mistakes that it would hide.
        faults: what is wrong with the tame choices themselves.
    """

    questions: int
    agrees: bool
    alike: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    hidden: tuple[tuple[str, tuple[str, ...]], ...]
    faults: tuple[str, ...]


def separate(job: tuple[str, Library, int]) -> Separation | None:
    """Ask the reference of a problem all questions with a seed, and put its mistakes to them.

    None when the reference could not be asked anything. Runs in a worker.
    """
    from grader.runner.local import LocalRunner

    slug, library, seed = job
    problem = read_problem(slug, library)
    text = (problem.solution / "reference.py").read_bytes()
    _, subject = examine(problem, as_submission(text, "reference.py"), LocalRunner, seed=seed)
    if subject is None:
        return None
    try:
        return _separated(load_catalogue(problem), subject)
    except Exception as error:  # an author's slip
        return Separation(len(subject.questions), True, (), (), (), (f"a model: {fault(error)}",))


def _separated(catalogue: Catalogue, subject: Subject) -> Separation:
    questions, roles = subject.questions, subject.roles
    agrees = bool(agreeing(catalogue.truth, questions, roles, subject.readings))
    reading = subject.readings[0]
    formulas = catalogue.formulas()
    told = {m.name: [_answered(m.model, q, roles, reading) for q in questions] for m in formulas}
    alike = _alike(formulas, told, roles, _readings(subject))
    right = [_answered(catalogue.truth, q, roles, reading) for q in questions]
    silent = tuple(m.name for m in formulas if agreeing(m.model, right, roles, [reading]))
    hidden, faults = _hidden(catalogue, subject, reading)
    return Separation(len(questions), agrees, alike, silent, hidden, faults)


def _alike(
    formulas: Sequence[Mistake],
    told: Mapping[str, Sequence[Question]],
    roles: Roles,
    readings: Sequence[Reading],
) -> tuple[tuple[str, str], ...]:
    """The pairs of mistakes with the same answer to every question, under some reading."""
    found = []
    for i, other in enumerate(formulas):
        # Most pairs part at the first question, so each mistake answers it once for all.
        first = Posed(told[other.name][0], roles, readings)
        want = first.answered_by(other.model)
        for one in formulas[:i]:
            asked = told[one.name]
            left: Sequence[Reading] = first.with_answer(asked[0].answer).agreeing(want)
            if left and agreeing(other.model, asked[1:], roles, left):
                found.append((one.name, other.name))
    return tuple(found)


def _readings(subject: Subject) -> Sequence[Reading]:
    """Every reading that the judge would try, the reference's own first."""
    groups: dict[str, list[str]] = {}
    for group, roles in subject.roles.groups.items():
        leaves = [subject.readings[0].leaf[role] for role in roles]
        groups[group] = [leaf for leaf in leaves if leaf is not None]
    return subject.roles.readings(groups) if groups else subject.readings


def _answered(model: Any, question: Question, roles: Roles, reading: Reading) -> Question:
    """The question with the model's answer."""
    args = roles.by_role(question.args, [reading])
    try:
        with np.errstate(all="ignore"):
            answer = getattr(model, question.kind)(*args)
    except WRONG:
        return Question(question.kind, question.args, RAISED)
    if roles.groups:
        answer = _as_handed(answer, question.answer, roles, reading)
    return Question(question.kind, question.args, answer)


def _as_handed(answer: Any, like: Any, roles: Roles, reading: Reading) -> Any:
    """A model's answer over one reading in the form in which a submission gives it."""
    if isinstance(like, Leaves):
        weights = {role: array[0] for role, array in answer.items()}
        return Leaves(roles.by_leaf(weights, reading), like.shapes)
    if isinstance(answer, dict):
        return {key: _as_handed(answer[key], like.get(key), roles, reading) for key in answer}
    if isinstance(answer, list | tuple):
        likes = like if isinstance(like, list | tuple) else [None] * len(answer)
        pairs = zip(answer, likes, strict=True)
        return type(answer)(_as_handed(part, other, roles, reading) for part, other in pairs)
    return answer[0]


def _hidden(
    catalogue: Catalogue, subject: Subject, reading: Reading
) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    """For each tame choice of inputs the mistakes that then answer as the truth does; and which
    choices could not be tried."""
    found, faults = [], []
    for natural in catalogue.naturals:
        asked = []
        try:
            for question in subject.questions:
                by_role = subject.roles.by_role(question.args, [reading])
                tame = natural.tame(question.kind, by_role)
                if tame is not None:
                    asked.append((question.kind, tame))
            hidden = [m.name for m in catalogue.formulas() if _same_as_truth(catalogue, m, asked)]
        except Exception as error:  # an author's slip
            faults.append(f"the natural {natural.title!r} raises {type(error).__name__}: {error}")
            continue
        found.append((natural.title, tuple(hidden) if asked else ()))
    return tuple(found), tuple(faults)


def _same_as_truth(
    catalogue: Catalogue, mistake: Mistake, asked: Sequence[tuple[str, tuple[Any, ...]]]
) -> bool:
    for kind, args in asked:
        want = getattr(catalogue.truth, kind)(*args)
        question = Question(kind, args, want)
        if not agreeing(mistake.model, [question], Roles({}), [Reading({})]):
            return False
    return True
