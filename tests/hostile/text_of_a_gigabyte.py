"""Threat: an exception with an enormous text, name and chain. Expect: not passed."""

error = type("E" * 1_000_000, (Exception,), {})("m" * 100_000_000)
for _ in range(2000):
    following = ValueError("x" * 10_000)
    following.__cause__ = error
    error = following


def double(x):
    raise error
