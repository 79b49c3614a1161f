"""The mistakes of `gru_cell` against each other, without running a submission."""

from __future__ import annotations

import numpy as np
import pytest

from grader.catalogue import Catalogue, Mistake
from grader.diagnose import agreeing, explains
from grader.load import find_library, find_problem, load_catalogue, load_suite
from grader.readings import Leaves
from grader.suite import Question

PROBLEM, _ = find_problem("gru_cell", find_library())
CATALOGUE: Catalogue = load_catalogue(PROBLEM)
ROLES = load_suite(PROBLEM).subject.roles
D, H = 3, 4
WEIGHTS = ("W_r", "W_z", "W_h")
SHAPES = {name: (D + H, H) if name in WEIGHTS else (H,) for name in (*WEIGHTS, "b_r", "b_z", "b_h")}


def answers(model: object) -> list[Question]:
    """Five steps, a large one and a gradient, answered by a model with its own names."""
    rng = np.random.default_rng(0)
    groups = {"weight": (D + H, H), "bias": (H,)}
    questions = []
    for scale in (1, 1, 1, 1, 1, 3e4):
        w = {name: rng.standard_normal(shape) for name, shape in SHAPES.items()}
        x, h = scale * rng.standard_normal(D), rng.standard_normal(H)
        with np.errstate(all="ignore"):
            answer = model.step(w, x, h)  # type: ignore[attr-defined]
        questions.append(Question("step", (Leaves(w, groups), x, h), answer))
    w = {name: rng.standard_normal(shape) for name, shape in SHAPES.items()}
    x, h, c = rng.standard_normal(D), rng.standard_normal(H), rng.standard_normal(H)
    stacked = {name: array[None] for name, array in w.items()}
    dw, dx, dh = model.gradient(stacked, x, h, c)  # type: ignore[attr-defined]
    slopes = Leaves({name: array[0] for name, array in dw.items()}, groups)
    arguments = (Leaves(w, groups), x, h, c)
    questions.append(Question("gradient", arguments, (slopes, dx[0], dh[0])))
    return questions


READINGS = ROLES.readings({"weight": WEIGHTS, "bias": ("b_r", "b_z", "b_h")})


def test_the_truth_agrees_with_itself_under_one_reading() -> None:
    right = agreeing(CATALOGUE.truth, answers(CATALOGUE.truth), ROLES, READINGS)
    assert [dict(reading.leaf) for reading in right] == [{name: name for name in SHAPES}]


@pytest.mark.parametrize("mistake", CATALOGUE.formulas(), ids=lambda m: m.name)
def test_a_mistake_is_named_by_its_own_answers(mistake: Mistake) -> None:
    questions = answers(mistake.model)
    assert not agreeing(CATALOGUE.truth, questions, ROLES, READINGS)
    found = explains(CATALOGUE, questions, ROLES, READINGS)
    assert found is not None
    assert [m.name for m in found[0].mistakes] == [mistake.name]


def test_the_worked_example_of_the_statement() -> None:
    w = {
        "W_r": [[0.5, -0.3], [0.1, 0.4], [-0.2, 0.6], [0.7, -0.1], [-0.4, 0.2]],
        "W_z": [[-0.6, 0.2], [0.3, 0.5], [0.4, -0.7], [0.1, 0.8], [-0.5, 0.3]],
        "W_h": [[0.9, -0.5], [-0.2, 0.7], [0.3, 0.1], [0.6, -0.8], [0.4, 0.5]],
        "b_r": [0.1, -0.1],
        "b_z": [0.2, -0.3],
        "b_h": [0.05, -0.05],
    }
    arrays = {name: np.array(value) for name, value in w.items()}
    h = CATALOGUE.truth.step(arrays, np.array([1.0, -1.0, 0.5]), np.array([0.5, -0.5]))
    np.testing.assert_allclose(h, [0.6779, -0.6386], atol=5e-5)


def test_at_least_thirty_misconceptions_are_known() -> None:
    assert len(CATALOGUE.formulas()) >= 30
