"""The pieces that problems of plain functions share."""

from __future__ import annotations

import numpy as np
import pytest

from grader.catalogue import Catalogue
from grader.diagnose import agreeing, explains
from grader.errors import CheckFailed, ProblemError
from grader.expect import alike, expect_same, show
from grader.function import argument_names, near
from grader.numeric import derivatives
from grader.readings import Reading, Roles
from grader.suite import RAISED, Question

VECTOR = np.array([1.0, 2.0])
ONE = [Reading({})]
NAMED = Roles({})


@pytest.mark.parametrize(
    "signature, names",
    [
        ("f()", ()),
        ("f(x)", ("x",)),
        ("init(key, D, H, forget_bias=1.0)", ("key", "D", "H", "forget_bias")),
        ("f(x: float, *, y)", ("x", "", "y")),
    ],
)
def test_the_names_of_a_signature(signature, names):
    assert argument_names(signature) == names


@pytest.mark.parametrize(
    "got, want, said",
    [
        (VECTOR[None], VECTOR, "expected shape (2,), got (1, 2)"),
        (VECTOR.astype(np.float32), VECTOR, "expected float64, got float32"),
        (None, VECTOR, "expected an array of shape (2,), got None: is a return missing?"),
        ((VECTOR,), (VECTOR, VECTOR), "expected 2 results, got a tuple of 1"),
        ((VECTOR, -VECTOR), (VECTOR, VECTOR), "result 2: expected [1, 2], got [-1, -2]"),
        ({"a": VECTOR}, {"b": VECTOR}, "expected the keys b, got a"),
        (VECTOR, {"b": VECTOR}, "expected a dict, got an array of shape (2,), float64"),
        ({"b": 0 * VECTOR}, {"b": VECTOR}, "b: expected [1, 2], got [0, 0]"),
        (np.array([np.nan, 2.0]), VECTOR, "1 of 2 entries are not finite: [nan, 2]"),
    ],
)
def test_what_differs_is_said(got, want, said):
    with pytest.raises(CheckFailed) as failed:
        expect_same(got, want, dtypes=("float64",))
    assert failed.value.summary == said


def test_a_list_is_as_good_as_a_tuple_and_a_python_number_as_an_array():
    expect_same([VECTOR, 3.0], (VECTOR, np.float64(3)), dtypes=("float64",))


def test_alike_is_bit_for_bit():
    assert alike({"a": [VECTOR, np.nan * VECTOR]}, {"a": [VECTOR.copy(), np.nan * VECTOR]})
    assert not alike(VECTOR, VECTOR + 1e-12)
    assert not alike({"a": 1}, {"b": 1})


def test_near_is_about_structure_first():
    assert near([VECTOR, 1.0], (VECTOR, 1.0), atol=1e-6)
    assert not near(VECTOR[None], VECTOR, atol=np.inf)
    assert not near("text", VECTOR, atol=np.inf)


def test_several_results_are_shown_one_by_one():
    assert show((VECTOR, np.zeros((1, 1)))) == "([1, 2], [[0]])"


def test_derivatives_have_the_form_of_the_arguments():
    def function(p, x, at):
        return {"y": p["w"] * x**2, "z": (p["w"].sum(),)}

    point = {"w": np.array([2.0, 3.0])}, np.array([1.0, -1.0])
    slopes, slope = derivatives(
        function, point, {"y": np.array([1.0, 10.0]), "z": (np.array(5.0),)}
    )
    np.testing.assert_allclose(slopes["w"], [6, 15], atol=1e-8)
    np.testing.assert_allclose(slope, [4, -60], atol=1e-8)


def test_what_is_held_still_has_no_derivative():
    (slope,) = derivatives(lambda x, at: x * at[0], (np.array([3.0]),), np.array([1.0]))
    np.testing.assert_allclose(slope, [3], atol=1e-8)


# --- a catalogue of plain functions ----------------------------------------------------------


class Double:
    def double(self, x):
        return self.scale(x)

    def scale(self, x):
        return 2 * x


catalogue = Catalogue(Double)


@catalogue.mistake("tripled", "Tripled", "3 x", at=None)
class Tripled(Double):
    def scale(self, x):
        return 3 * x


@catalogue.also("tripled")
class TripledRow(Tripled):
    def double(self, x):
        return super().double(x)[None]


@catalogue.mistake("picky", "Picky", "raises unless there are two")
class Picky(Double):
    def scale(self, x):
        if len(x) != 2:
            raise ValueError
        return x


def asked(answer, x=VECTOR):
    return Question("double", (x,), answer)


@pytest.mark.parametrize(
    "answers, name",
    [
        ([asked(3 * VECTOR)], "tripled"),
        ([asked(3 * VECTOR[None])], "tripled"),
        ([asked(VECTOR), asked(RAISED, np.ones(3))], "picky"),
    ],
)
def test_a_mistake_is_known_in_all_its_forms(answers, name):
    found = explains(catalogue, answers, NAMED, ONE)
    assert found is not None and [m.name for m in found[0].mistakes] == [name]


def test_exceptions_alone_prove_nothing():
    assert explains(catalogue, [asked(RAISED, np.ones(3))], NAMED, ONE) is None


def test_a_right_answer_in_another_shape_is_not_the_right_answer():
    assert agreeing(catalogue.truth, [asked(2 * VECTOR)], NAMED, ONE)
    assert not agreeing(catalogue.truth, [asked(2 * VECTOR[None])], NAMED, ONE)
    assert not agreeing(catalogue.truth, [asked(np.float64(2))], NAMED, ONE)


def test_mistakes_are_adopted_with_their_forms_and_other_words():
    class Quadruple(Double):
        def quadruple(self, x):
            return self.double(self.double(x))

    own = Catalogue(Quadruple)
    own.adopt(catalogue, only=["tripled"], say={"tripled": "three times"})
    assert [(m.name, m.sentence) for m in own] == [("tripled", "three times")]
    question = Question("quadruple", (VECTOR,), 9 * VECTOR)
    assert explains(own, [question], NAMED, ONE) is not None
    assert sum(1 for _ in own.suspects()) == 2
    with pytest.raises(ProblemError, match="knows no mistake 'trippled'"):
        Catalogue(Quadruple).adopt(catalogue, only=["trippled"])
