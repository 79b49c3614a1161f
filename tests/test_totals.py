"""The README's table of proofs is that of `solutions/*/proof.json`.

Where it is not, the right table is printed. To write it into the README:

    GRADE_UPDATE_GOLDEN=1 python -m pytest tests/test_totals.py
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.load import find_library
from grader.prove import find_all

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
LIBRARY = find_library(str(ROOT / "problems"), str(ROOT / "solutions"))
COLUMNS = ("problem", "checks", "known mistakes", "accepted", "rejected", "mutants rejected")
TABLE = re.compile(r"^\| problem \|.*\n(?:\|.*\n)*", re.MULTILINE)


def kept() -> list[dict[str, Any]]:
    """The counts of every problem that has been proved, in the order of `grade list`."""
    files = [problem.solution / "proof.json" for problem in find_all(LIBRARY)]
    return [json.loads(file.read_text("utf-8")) for file in files if file.is_file()]


def mutants(counts: dict[str, Any]) -> tuple[int, int]:
    """How many mutants were rejected, and how many had to be: all but the equivalent ones."""
    every = counts["mutants"] - counts["equivalent"]
    return round(counts["kill_rate"] * every), every


def table(proofs: Sequence[dict[str, Any]]) -> str:
    """The table in Markdown: a row for each problem, then the totals."""
    keys = ("checks", "mistakes", "accepted", "rejected")
    numbers = [(*(counts[key] for key in keys), *mutants(counts)) for counts in proofs]
    sums = [sum(column) for column in zip(*numbers, strict=True)] or [0] * 6
    names = [f"`{counts['problem']}`" for counts in proofs]
    rows = [
        (name, *map(str, row[:4]), f"{row[4]} of {row[5]}")
        for name, row in zip([*names, "all"], [*numbers, sums], strict=True)
    ]
    lines = [COLUMNS, ("---", *["---:"] * 5), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def test_the_readme_has_the_totals_of_the_proofs() -> None:
    right, page = table(kept()), README.read_text("utf-8")
    if os.environ.get("GRADE_UPDATE_GOLDEN"):
        page = TABLE.sub(lambda match: right, page, count=1)
        README.write_text(page, "utf-8")
    (found,) = TABLE.findall(page)
    assert found == right, f"paste this table into README.md:\n\n{right}"


def test_every_mutant_that_had_to_be_rejected_was() -> None:
    left = [counts["problem"] for counts in kept() if len(set(mutants(counts))) != 1]
    assert left == [], "grade prove shows what is left; then save again"


def test_totals_are_sums() -> None:
    proof = {
        "problem": "x", "checks": 2, "mistakes": 3, "accepted": 4, "rejected": 5, "mutants": 9,
        "equivalent": 1, "kill_rate": 0.875,
    }  # fmt: skip
    *_, one, every = table([proof, proof]).splitlines()
    assert one == "| `x` | 2 | 3 | 4 | 5 | 7 of 8 |"
    assert every == "| all | 4 | 6 | 8 | 10 | 14 of 16 |"
