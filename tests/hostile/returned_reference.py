"""Threat: a reference into the runner in place of an answer. Expect: not passed."""

import sys

Ref = sys.modules["grader.model"].Ref


def double(x):
    return [Ref(0), Ref(1), Ref(0, ("double",)), Ref(2**31 - 1, ("__class__",) * 16, "float32[3]")]
