"""Threat: one file that grows without end. Expect: nothing, raised, died or too much written."""

import tempfile


def attack():
    total = 0
    with open(f"{tempfile.gettempdir()}/big", "wb") as file:
        for _ in range(400):
            total += file.write(bytes(1 << 20))
            file.flush()
    return [f"wrote {total >> 20} MB in one file"]
