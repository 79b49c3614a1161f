"""Threat: structured and other rare dtypes. Expect: not passed."""

import numpy as np

ANSWERS = [
    np.zeros(3, "f4,f4"), np.zeros(3, "M8[ns]"), np.zeros(3, "V4"), np.zeros(3, "S4"),
    np.zeros(3, np.longdouble), np.recarray(3, "f4,f4"),
]  # fmt: skip


def double(x):
    return ANSWERS.pop(0)
