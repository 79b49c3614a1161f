"""Whole commands, each a process of its own, in turns, so that a slow minute hits all alike."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rows import Row

ROOT = Path(__file__).resolve().parents[1]
GRADE = ("-m", "grader")
RIGHT = (*GRADE, "gru_cell", "solutions/gru_cell/reference.py", "--no-record")
WRONG = (*GRADE, "gru_cell", "examples/swapped_gate.py", "--no-record")
PEER = ("-m", "pytest", "-q")


@dataclasses.dataclass(frozen=True)
class Case:
    """A command line of Python, the exit status it must end with, and its environment.

    Args:
        base: the row that its time is shown as a multiple of.
        cached: with the compile cache; otherwise with none.
        slow: run in a few rounds only.
    """

    name: str
    arguments: tuple[str, ...]
    status: int = 0
    base: str = ""
    cached: bool = False
    slow: bool = False


FLOOR, FLOOR_CACHED = "floor", "floor, cached"
FIXED, FREE = "pytest, fixed shapes", "pytest + hypothesis, free shapes"

CASES = (
    Case("bare python", ("-c", "pass")),
    Case("import jax, flax", ("-c", "import jax, flax.linen"), base=FLOOR),
    Case(FLOOR, ("benchmarks/floor.py",)),
    Case(FLOOR_CACHED, ("benchmarks/floor.py",), base=FLOOR, cached=True),
    Case("grade, right", RIGHT, base=FLOOR),
    Case("grade, right, cached", RIGHT, base=FLOOR_CACHED, cached=True),
    Case("grade, wrong", WRONG, 1, base=FLOOR),
    Case("grade, wrong, cached", WRONG, 1, base=FLOOR_CACHED, cached=True),
    Case("  isolation standard", (*RIGHT, "--isolation", "standard"), base=FLOOR),
    Case("  isolation none", (*RIGHT, "--isolation", "none"), base=FLOOR),
    Case("grade, a NumPy problem", (*GRADE, "gru_blend", "solutions/gru_blend/reference.py",
                                    "--no-record")),
    Case("grade --help", (*GRADE, "--help")),
    Case("grade list", (*GRADE, "list")),
    Case("completion of a word", ("-c", "from grader.cli import entry; entry()")),
    Case(FIXED, (*PEER, "benchmarks/peers/fixed.py"), base="grade, right"),
    Case(FREE, (*PEER, "benchmarks/peers/free.py"), base="grade, right", slow=True),
)  # fmt: skip


def measure(rounds: int, *, peers: bool) -> list[Row]:
    """Wall and CPU seconds of every case, after a first round that fills the file cache."""
    cases = [case for case in CASES if peers or case.name not in (FIXED, FREE)]
    wall: dict[str, list[float]] = {case.name: [] for case in cases}
    cpu: dict[str, list[float]] = {case.name: [] for case in cases}
    for number in range(rounds + 1):
        for case in cases:
            if case.slow and number == 0:
                continue
            seconds, computed = run(case)
            if number > 0:
                wall[case.name].append(seconds)
                cpu[case.name].append(computed)
    found = []
    for case in cases:
        found.append(Row(case.name, "s", tuple(wall[case.name]), case.base))
    quick = ("bare python", "grade --help", "grade list", "completion of a word")
    return found + [Row(f"{name}, CPU", "s", tuple(cpu[name])) for name in quick]


def run(case: Case) -> tuple[float, float]:
    """Wall and CPU seconds of one run, from start to the end of its last process."""
    with tempfile.TemporaryDirectory() as empty:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *case.arguments], cwd=ROOT, env=environment(case, empty),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != case.status:
        sys.exit(f"{case.name}: exit status {process.returncode}, expected {case.status}")
    return wall, usage.ru_utime + usage.ru_stime


def environment(case: Case, empty: str) -> Mapping[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("GITHUB_ACTIONS", "CI")}
    kept |= {"JAX_PLATFORMS": "cpu", "SUBMISSION": "solutions/gru_cell/reference.py"}
    kept |= {"GRADE_DATA": empty, "PYTHONPATH": str(ROOT)}
    if case.name == "completion of a word":
        kept |= {"_GRADE_COMPLETE": "bash_complete", "COMP_WORDS": "grade gru_", "COMP_CWORD": "1"}
    if not case.cached:
        return kept | {"GRADE_CACHE": empty}
    from grader.runner import compiled, policy

    return kept | {
        k: v for k, v in policy.environment("/tmp", compiled.ready()).items() if "CACHE" in k
    }


def with_peers(files: Sequence[str], grader: str, workers: int) -> float:
    """Submissions a second when `workers` processes of a peer run side by side."""
    began = time.perf_counter()
    waiting, running = list(files), []
    while waiting or running:
        while waiting and len(running) < workers:
            running.append(subprocess.Popen(
                [sys.executable, *PEER, f"benchmarks/peers/{grader}.py"], cwd=ROOT,
                env={**os.environ, "JAX_PLATFORMS": "cpu", "SUBMISSION": waiting.pop(0)},
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            ))  # fmt: skip
        time.sleep(0.01)
        running = [process for process in running if process.poll() is None]
    return len(files) / (time.perf_counter() - began)
