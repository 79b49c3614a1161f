"""Threat: prints without end and without lines, at import. Expect: flooded.

Says: printed more than
"""

import os

for number in range(10_000):
    os.write(1 + number % 2, bytes(100_000))


def attack():
    return ["printed a gigabyte"]
