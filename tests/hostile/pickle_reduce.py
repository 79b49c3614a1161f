"""Threat: an object that runs code when it is unpickled. Expect: not passed."""

import os
import pickle

import numpy as np


class Loaded:
    def __reduce__(self):
        return os.system, ("touch /tmp/@token@",)


def double(x):
    return {"a": pickle.dumps(Loaded()), "b": np.array([Loaded()], dtype=object), "c": Loaded()}
