"""Threat: generators, iterators and views that never end. Expect: not passed."""

import itertools

ANSWERS = [
    itertools.count(),
    iter(int, 1),
    {}.keys(),
    range(10**18),
    map(print, [1]),
    memoryview(b"a"),
]


def double(x):
    return ANSWERS.pop(0)
