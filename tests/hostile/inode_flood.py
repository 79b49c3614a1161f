"""Threat: a hundred thousand empty files. Expect: nothing, raised or too much written."""

import os
import tempfile


def attack():
    made = 0
    for number in range(100_000):
        try:
            os.close(os.open(f"{tempfile.gettempdir()}/{number}", os.O_WRONLY | os.O_CREAT))
            made += 1
        except OSError:
            break
    return [f"made {made} files"] if made > 2000 else []
