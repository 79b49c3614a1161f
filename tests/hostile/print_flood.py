"""Threat: prints without end. Expect: flooded.

Says: printed more than
"""


def attack():
    for _ in range(10_000):
        print("x" * 100_000)
    return ["printed a gigabyte"]
