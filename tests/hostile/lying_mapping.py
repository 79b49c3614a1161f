"""Threat: a mapping that says it is Flax's, and whose items never end. Expect: not passed.

Seconds: 0.5
"""

import collections.abc
import itertools


class Endless(collections.abc.Mapping):
    def __getitem__(self, key):
        return 2

    def __iter__(self):
        return (str(n) for n in itertools.count())

    def __len__(self):
        return 1


Endless.__module__ = "flax.core"


def double(x):
    return Endless()
