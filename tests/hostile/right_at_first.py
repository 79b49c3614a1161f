"""Threat: right on the first calls, wrong later. Expect: not passed."""

calls = []


def double(x):
    calls.append(x)
    return 2 * x if len(calls) <= 1 else 3 * x
