"""Threat: modules left in the private /tmp for the next submission. Expect: nothing.

Run twice by the test, as every attack is followed by an honest submission.
"""

import os
import sys
import tempfile


def attack():
    here = tempfile.gettempdir()
    left = [name for name in os.listdir(here) if "left" in name or name.endswith(".py")]
    for name in ("numpy.py", "jax.py", "sitecustomize.py", "left"):
        try:
            with open(f"{here}/{name}", "w") as file:
                file.write("raise SystemExit(0)")
        except OSError:
            pass
    return left + [folder for folder in sys.path if folder in ("", ".", here)]
