"""Threat: many files that together fill the disk. Expect: nothing, raised or too much written."""

import tempfile


def attack():
    total = 0
    for number in range(400):
        with open(f"{tempfile.gettempdir()}/{number}", "wb") as file:
            total += file.write(bytes(4 << 20))
    return [f"wrote {total >> 20} MB"]
