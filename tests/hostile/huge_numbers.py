"""Threat: numbers of a million digits, texts of a million characters. Expect: not passed."""

ANSWERS = [1 << 4_000_000, "x" * 1_000_000, ["x" * 19_999] * 10_000, {"k" * 100_000: 1}]


def double(x):
    return ANSWERS.pop(0)
