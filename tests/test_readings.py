"""Which of the learner's arrays plays which role."""

import math

import numpy as np
import pytest

from grader.readings import MOST, Layout, Leaves, Reading, Roles

FLIP = Layout(read=lambda W: W[..., ::-1, :], store=lambda W: W[..., ::-1, :])
SIX = Roles({"weight": ("W_r", "W_z", "W_h"), "bias": ("b_r", "b_z", "b_h")}, {"weight": FLIP})
PAIR = Roles({"weight": ("W", "V")}, {"weight": FLIP})
ABC = ("a", "b", "c")


def test_a_gru_has_288_readings():
    found = SIX.readings({"weight": ABC, "bias": ("d", "e", "f")})
    assert len(found) == math.factorial(3) ** 2 * 2**3 == 288


def test_no_reading_is_tried_twice():
    found = SIX.readings({"weight": ABC, "bias": ("d", "e", "f")})
    assert len({(tuple(r.leaf.items()), r.turned) for r in found}) == 288


def test_the_learners_own_order_and_plain_layout_come_first():
    first = SIX.readings({"weight": ABC, "bias": ("d", "e", "f")})[0]
    assert first == Reading(
        {"W_r": "a", "W_z": "b", "W_h": "c", "b_r": "d", "b_z": "e", "b_h": "f"}
    )


def test_a_role_without_a_leaf_is_played_by_nobody():
    found = Roles({"weight": ("W", "V")}).readings({"weight": ("a",)})
    assert [dict(r.leaf) for r in found] == [{"W": "a", "V": None}, {"W": None, "V": "a"}]


def test_a_group_that_is_not_there_at_all_has_one_reading():
    assert [dict(r.leaf) for r in PAIR.readings({})] == [{"W": None, "V": None}]


def test_with_more_leaves_than_roles_some_play_none():
    found = Roles({"weight": ("W", "V")}).readings({"weight": ABC})
    assert len(found) == 6
    assert sum("c" not in r.leaf.values() for r in found) == 2


def test_readings_are_bounded_however_many_leaves_there_are():
    assert len(SIX.readings({"weight": tuple("abcdefghij"), "bias": tuple("klmnopqrst")})) == MOST


def test_nothing_to_read_is_one_reading():
    assert Roles({}).readings({}) == (Reading({}),)


def test_by_role_stacks_one_array_for_each_reading():
    leaves = Leaves({"a": np.zeros((2, 2)), "b": np.ones((2, 2))}, {"weight": (2, 2)})
    readings = PAIR.readings({"weight": ("a", "b")})
    W = PAIR.by_role(leaves, readings)["W"]
    assert W.shape == (8, 2, 2)
    assert [r.leaf["W"] for r in readings] == ["ab"[int(value)] for value in W[:, 0, 0]]


def test_a_role_played_by_nobody_counts_as_zeros():
    leaves = Leaves({"a": np.ones((2, 3))}, {"weight": (2, 3)})
    found = PAIR.by_role(leaves, [Reading({"W": "a", "V": None})])
    assert np.array_equal(found["V"], np.zeros((1, 2, 3)))


def test_by_role_leaves_everything_else_as_it_is():
    x = np.arange(3)
    assert PAIR.by_role((x, "text"), [Reading({})]) == (x, "text")


@pytest.mark.parametrize("turned", [frozenset(), frozenset({"a"}), frozenset({"a", "b"})])
def test_by_leaf_undoes_by_role(turned):
    weights = {"W": np.arange(4.0).reshape(2, 2), "V": -np.arange(4.0).reshape(2, 2)}
    reading = Reading({"W": "b", "V": "a"}, turned)
    stored = PAIR.by_leaf(weights, reading)
    back = PAIR.by_role(Leaves(stored, {"weight": (2, 2)}), [reading])
    assert set(stored) == {"a", "b"}
    assert all(np.array_equal(back[role][0], weights[role]) for role in weights)


def test_a_turned_leaf_is_stored_in_the_other_layout():
    weights = {"W": np.array([[1.0], [2.0]]), "V": np.zeros((2, 1))}
    stored = PAIR.by_leaf(weights, Reading({"W": "a", "V": "b"}, frozenset({"a"})))
    assert stored["a"].tolist() == [[2.0], [1.0]]


def test_by_leaf_stores_nothing_for_a_role_played_by_nobody():
    assert PAIR.by_leaf({"W": np.ones((2, 2)), "V": np.ones((2, 2))}, Reading(
        {"W": "a", "V": None})).keys() == {"a"}  # fmt: skip
