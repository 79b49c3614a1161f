"""Threat: the judge's own modules and the solutions, by import. Expect: nothing.

Control: gets something
"""

import importlib
import importlib.util
import sys

NAMES = [
    "grader.judge", "grader.expect", "grader.load", "grader.pipeline", "grader.suite",
    "grader.draw", "grader.cli", "grader._bundled", "problems.gru_cell.checks", "solutions.gru_cell.equations",
    "tests.arena",
]  # fmt: skip


def attack():
    got = []
    sys.path[:0] = ["@repository@", "@repository@/tests", "@secret_folder@"]
    for name in NAMES:
        try:
            importlib.import_module(name)
            got.append(f"imported {name}")
        except Exception:
            pass
    package = sys.modules["grader"]
    for name in ("judge.py", "expect.py", "../problems/gru_cell/checks.py", "runner/sandbox.py"):
        for folder in package.__path__:
            try:
                text = package.__loader__.get_data(f"{folder}/{name}")
                got.append(f"{name}: {text[:40]!r}")
            except Exception:
                pass
    return got
