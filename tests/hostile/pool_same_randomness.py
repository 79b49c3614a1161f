"""Threat: numbers that all children share, by which one would know another's. Expect: nothing.

Start: warm

The parent's process number and the hash seed are the same for the children of one server; what is
drawn must not be.
"""

import random
import tempfile
import uuid

import numpy as np

FIRST = np.random.RandomState().get_state()[1][:4].tolist()


def attack():
    fresh = np.random.RandomState(0).rand(), random.Random(0).random()
    got = [f"seeded as by {seed}" for seed in range(100) if random_of(seed)]
    names = {next(tempfile._get_candidate_names()) for _ in range(3)} | {str(uuid.uuid4())}
    assert len(names) == 4 and fresh
    return got


now, numpy_now = random.random(), np.random.rand()


def random_of(seed):
    return random.Random(seed).random() == now or np.random.RandomState(seed).rand() == numpy_now
