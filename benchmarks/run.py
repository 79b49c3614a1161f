"""How long a grade takes, next to the least it could take. See benchmarks/README.md.

python benchmarks/run.py [--rounds 5] [--json FILE]
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GRADE = ("-m", "grader")
RIGHT = (*GRADE, "problems/gru_cell", "solutions/gru_cell/reference.py")
FLOOR = "floor"


@dataclasses.dataclass(frozen=True)
class Case:
    """One command line of Python, and the exit status that it must end with."""

    name: str
    arguments: tuple[str, ...]
    status: int = 0


CASES = (
    Case("bare python", ("-c", "pass")),
    Case(FLOOR, ("benchmarks/floor.py",)),
    Case("grade, right answer", RIGHT),
    Case("grade, wrong answer", (*GRADE, "problems/gru_cell", "examples/swapped_gate.py"), 1),
    Case("  isolation standard", (*RIGHT, "--isolation", "standard")),
    Case("  isolation none", (*RIGHT, "--isolation", "none")),
    Case("grade --help", (*GRADE, "--help")),
    Case("grade list", (*GRADE, "list")),
)


@dataclasses.dataclass(frozen=True)
class Sample:
    """What one run took, with every process that it started and waited for."""

    wall: float
    cpu: float


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="runs of each command (default 5)")
    parser.add_argument("--json", metavar="FILE", help="also write every number to FILE")
    args = parser.parse_args(argv)
    if args.rounds < 1:
        parser.error("--rounds: at least 1")

    samples = measure(CASES, args.rounds)
    rows = [row(case, samples) for case in CASES]
    facts = machine()
    print(", ".join(f"{name} {value}" for name, value in facts.items()))
    print(f"{args.rounds} rounds, interleaved, after one that is not counted. Seconds.\n")
    print(table(rows))
    if args.json:
        data = {"schema": "grade/benchmark/1", "machine": facts, "rows": rows}
        Path(args.json).write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def measure(cases: Sequence[Case], rounds: int) -> dict[str, list[Sample]]:
    """Samples by case. Round by round, so that a slow minute hits all cases alike."""
    samples: dict[str, list[Sample]] = {case.name: [] for case in cases}
    for number in range(rounds + 1):
        for case in cases:
            sample = run(case)
            if number > 0:  # the first round fills the file cache
                samples[case.name].append(sample)
    return samples


def run(case: Case) -> Sample:
    """Run a case once, from start to the end of its last process."""
    environment = {k: v for k, v in os.environ.items() if k != "GITHUB_ACTIONS"}
    environment["JAX_PLATFORMS"] = "cpu"
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *case.arguments], cwd=ROOT, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != case.status:
        sys.exit(f"{case.name}: exit status {process.returncode}, expected {case.status}")
    return Sample(wall, usage.ru_utime + usage.ru_stime)


def row(case: Case, samples: dict[str, list[Sample]]) -> dict[str, Any]:
    """Median, extremes and ratio to the floor, of wall and of CPU seconds."""
    found: dict[str, Any] = {"case": case.name, "command": ["python", *case.arguments]}
    for kind in ("wall", "cpu"):
        values = [getattr(sample, kind) for sample in samples[case.name]]
        floor = statistics.median(getattr(sample, kind) for sample in samples[FLOOR])
        middle = statistics.median(values)
        found[kind] = {"median": middle, "min": min(values), "max": max(values)}
        found[kind] |= {"to_floor": middle / floor, "all": values}
    return found


def table(rows: Sequence[dict[str, Any]]) -> str:
    def cells(values: dict[str, float]) -> str:
        spread = f"({values['min']:.2f} to {values['max']:.2f})"
        return f"{values['median']:7.2f} {spread:<16} {values['to_floor']:7.2f}"

    head = f"{'':<22}{'wall':>7} {'(min to max)':<16} {'÷ floor':>7}"
    head += f"   {'CPU':>7} {'(min to max)':<16} {'÷ floor':>7}"
    return "\n".join(
        [head, *(f"{r['case']:<22}{cells(r['wall'])}   {cells(r['cpu'])}" for r in rows)]
    )


def machine() -> dict[str, str]:
    """What the numbers depend on."""
    libraries = {name: importlib.metadata.version(name) for name in ("jax", "flax", "numpy")}
    return {
        "date": datetime.date.today().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        **libraries,
    }


if __name__ == "__main__":
    main()
