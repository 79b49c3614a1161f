"""The smallest input that shows a difference."""

import numpy as np

from grader.shrink import PLAIN, smallest

ONE = {"x": (1,), "h": (1,)}
TWO = {"x": (2,), "h": (1,)}


def test_what_does_not_matter_is_zero():
    found = smallest([TWO], lambda a: bool(a["x"][1] == -50), seed=0)
    assert found is not None
    assert found["x"].tolist() == [0, -50]
    assert found["h"].tolist() == [0]


def test_the_smallest_size_that_differs_is_taken():
    found = smallest([ONE, TWO], lambda a: len(a["x"]) > 1, seed=0)
    assert found is not None
    assert found["x"].shape == (2,)


def test_ones_in_a_larger_size_come_before_other_numbers():
    found = smallest([ONE, TWO], lambda a: bool(a["x"][-1] == 0.5 or a["x"].sum() > 1), seed=0)
    assert found is not None
    assert found["x"].tolist() == [1, 1]


def test_a_size_is_left_only_when_its_ones_show_nothing():
    found = smallest([ONE, TWO], lambda a: bool(np.any(a["x"])), seed=0)
    assert found is not None
    assert found["x"].shape == (1,)


def test_nothing_that_differs_is_none():
    assert smallest([ONE], lambda a: False, seed=0, tries=20) is None


def test_the_same_seed_finds_the_same_input():
    def differs(arrays):
        return bool(abs(arrays["x"][0] * arrays["h"][0]) >= 2)

    first, again = (smallest([ONE], differs, seed=3) for _ in range(2))
    assert first is not None and again is not None
    assert all(np.array_equal(first[name], again[name]) for name in ONE)


def test_entries_are_plain_float32_numbers():
    seen = []

    def keep(arrays):
        seen.append(arrays)
        return False

    smallest([TWO], keep, seed=1, tries=30)
    assert all(a["x"].dtype == np.float32 for a in seen)
    assert {float(v) for a in seen for v in a["x"]} <= set(PLAIN)


def test_a_few_ones_are_tried_before_anything_else():
    seen = []

    def keep(arrays):
        seen.append((float(arrays["x"][0]), float(arrays["h"][0])))
        return False

    smallest([ONE], keep, seed=0, tries=30)
    assert seen[:4] == [(0, 0), (1, 0), (0, 1), (1, 1)]


def test_entries_of_the_first_arrays_are_set_first():
    found = smallest([TWO], lambda a: bool(np.any(a["x"]) or np.any(a["h"])), seed=0)
    assert found is not None
    assert (found["x"].tolist(), found["h"].tolist()) == ([1, 0], [0])


def test_arrays_of_several_axes_keep_their_shape():
    found = smallest([{"W": (3, 2)}], lambda a: bool(a["W"][2, 1] == 50), seed=0)
    assert found is not None
    assert found["W"].tolist() == [[0, 0], [0, 0], [0, 50]]


def test_tries_are_bounded():
    calls = []

    def count(arrays):
        calls.append(1)
        return False

    smallest([ONE], count, seed=0, tries=25)
    assert 0 < len(calls) <= 60
