"""What a warm pool does: single grades, a save in watch mode, batches, memory, what is added."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from cold import GRADE, ROOT, with_peers
from mixed import mixed
from rows import Row

from grader.load import (
    Material,
    as_submission,
    find_library,
    load_material,
    read_problem,
)
from grader.model import Problem
from grader.pipeline import grade
from grader.runner import usage
from grader.runner.pool import Pool

LIBRARY = find_library()
READY = 3.0  # seconds in which a spare becomes ready, when nobody waits
REFERENCE = "solutions/gru_cell/reference.py"
SWAPPED = "examples/swapped_gate.py"
SAMPLE = 12  # of the mixed set, for the peers


def submission(file: str):
    return as_submission((ROOT / file).read_bytes(), Path(file).name)


def one(problem: Problem, material: Material, pool: Pool, file: str) -> float:
    """Seconds of one grade with a spare that is ready."""
    pool.refill()
    time.sleep(READY)
    began = time.perf_counter()
    grade(problem, submission(file), pool.runner, material=material)
    return time.perf_counter() - began


def grades(rounds: int) -> list[Row]:
    """Single grades by a pool whose spares are ready."""
    problem = read_problem("gru_cell", LIBRARY)
    material = load_material(problem)
    right, wrong = [], []
    with Pool(problem.libraries, problem.limits, spares=1, shapes=problem.shapes) as pool:
        for number in range(rounds + 1):
            times = one(problem, material, pool, REFERENCE), one(problem, material, pool, SWAPPED)
            if number:
                right.append(times[0])
                wrong.append(times[1])
        memory = list(held(pool))
    return [Row("warm, right", "s", tuple(right)), Row("warm, wrong", "s", tuple(wrong)), *memory]


def held(pool: Pool) -> Iterator[Row]:
    """Megabytes of the servers and of a spare, each shared page counted in part."""
    pool.refill()
    time.sleep(READY)
    for line in pool._lines[:1]:
        tree = usage.tree(line._server._popen.pid)
        spare = line._spares[0].pid
        yield Row("a fork server and its spare", "MB", (sum(map(megabytes, tree)),))
        yield Row("of which the spare", "MB", (megabytes(spare),))


def megabytes(pid: int) -> float:
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(re.findall(r"^Pss:\s+(\d+)", text, re.M)[0]) / 1024
    return 0.0


def saves(rounds: int) -> list[Row]:
    """From a save to the verdict on the screen, in `grade watch`."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "problems" / "gru_cell"
        home.parent.mkdir()
        subprocess.run(["cp", "-r", ROOT / "problems" / "gru_cell", home], check=True)
        (home / "submission.py").unlink(missing_ok=True)
        command = [
            sys.executable, *GRADE, "watch", "gru_cell", "--no-record", "--problems",
            str(home.parent), "--solutions", str(ROOT / "solutions"),
        ]  # fmt: skip
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "GRADE_DATA": folder}, text=True,
        ) as process:  # fmt: skip
            until(process, "waiting for the next save")
            for number in range(rounds + 1):
                time.sleep(READY)
                text = (ROOT / REFERENCE).read_text() + f"\n# {number}\n"
                began = time.perf_counter()
                (home / "submission.py").write_text(text)
                until(process, "checks passed|All checks")
                if number:
                    times.append(time.perf_counter() - began)
                until(process, "waiting for the next save")
            process.communicate("q\n", timeout=60)
    return [Row("watch, from save to verdict", "s", tuple(times))]


def until(process: subprocess.Popen[str], pattern: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if re.search(pattern, line):
            return
    sys.exit("grade watch ended early")


def batches(rounds: int, *, peers: bool) -> list[Row]:
    """Submissions a second over the mixed set, whose verdicts must be the expected ones."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for entry in mixed():
            file = Path(folder) / f"{entry.name}.py"
            file.write_text(entry.text)
            files.append((str(file), entry.expected))
        plain = [file for file, _ in files if "never" not in file and "loop" not in file]
        sample = plain[:: max(1, len(plain) // SAMPLE)][:SAMPLE]
        for _ in range(rounds):
            for workers in (1, 2):
                speed = batch(files, workers)
                found.setdefault(f"batch of 200, workers: {workers}", []).append(speed)
            if peers:
                found.setdefault("pytest, fixed shapes, workers: 2", []).append(
                    with_peers(sample, "fixed", 2)
                )
                found.setdefault("pytest + hypothesis, workers: 2", []).append(
                    with_peers([str(ROOT / REFERENCE)] * 2, "free", 2)
                )
    base = {
        "batch of 200, workers: 2": "batch of 200, workers: 1",
        "pytest, fixed shapes, workers: 2": "batch of 200, workers: 2",
        "pytest + hypothesis, workers: 2": "batch of 200, workers: 2",
    }
    return [Row(name, "a second", tuple(v), base.get(name, "")) for name, v in found.items()]


def batch(files: Sequence[tuple[str, str]], workers: int) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *GRADE, "batch", "gru_cell", "--json", "--workers", str(workers),
         *(file for file, _ in files)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    spent = time.perf_counter() - began
    verdicts = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
    wrong = [
        (file, want, got) for (file, want), got in zip(files, verdicts, strict=True) if want != got
    ]
    if wrong:
        sys.exit(f"a batch gave another verdict than expected: {wrong}")
    return len(files) / spent


def added(rounds: int) -> list[Row]:
    """What one more check costs a grade, and one more problem `grade list`."""
    problem = read_problem("gru_blend", LIBRARY)
    material = load_material(problem)
    suite = material.suite
    with Pool(problem.libraries, problem.limits) as pool:

        def timed(times: int) -> float:
            more = type(suite)(suite.subject)
            more.checks = list(suite.checks) + [
                dataclasses.replace(suite.checks[-2], name=f"again_{i}") for i in range(times)
            ]
            text = submission("solutions/gru_blend/reference.py")
            began = time.perf_counter()
            grade(problem, text, pool.runner,
                  material=dataclasses.replace(material, suite=more))  # fmt: skip
            return time.perf_counter() - began

        timed(0)
        checks = [(timed(40) - timed(0)) * 1000 / 40 for _ in range(rounds)]
    return [
        Row("one more check", "ms", tuple(checks)),
        Row("one more problem, in grade list", "ms", tuple(listed() for _ in range(rounds))),
    ]


def listed() -> float:
    """Milliseconds of `grade list` for each problem beyond the twelve, over a hundred."""
    with tempfile.TemporaryDirectory() as folder:
        many = Path(folder) / "problems"
        many.mkdir()
        for i in range(112):
            source = LIBRARY.problems / "gru_blend"
            (many / f"p{i}").mkdir()
            for name in ("problem.toml", "stub.py"):
                (many / f"p{i}" / name).write_bytes((source / name).read_bytes())
        few = Path(folder) / "few"
        few.mkdir()
        for i in range(12):
            os.rename(many / f"p{i}", few / f"p{i}")
        times = []
        for problems in (few, many):
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, *GRADE, "list", "--problems", str(problems)], cwd=ROOT,
                stdout=subprocess.DEVNULL, check=True, env={**os.environ, "GRADE_DATA": folder},
            )  # fmt: skip
            times.append(time.perf_counter() - began)
    return (times[1] - times[0]) * 1000 / 88


def proofs() -> list[Row]:
    """Seconds of the whole proof of each problem, one run."""
    rows = []
    for slug in LIBRARY.slugs():
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, *GRADE, "prove", slug], cwd=ROOT, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        rows.append(Row(f"prove {slug}", "s", (time.perf_counter() - began,)))
    return rows


def soak(count: int) -> list[Row]:
    """Grades in a row through one pool: memory and descriptors of the judge, and every verdict."""
    problem = read_problem("gru_cell", LIBRARY)
    material = load_material(problem)
    names = [REFERENCE, SWAPPED, "solutions/gru_cell/rejected/no_reset.py",
             "solutions/gru_cell/rejected/unseeded_weights.py"]  # fmt: skip
    seen: dict[str, set[object]] = {name: set() for name in names}
    memory, descriptors = [], []
    with Pool(problem.libraries, problem.limits) as pool:
        for number in range(count):
            name = names[number % len(names)]
            report = grade(problem, submission(name), pool.runner, material=material)
            seen[name].add((report.passed, tuple(d.mistakes for d in report.diagnoses)))
            if number % max(1, count // 20) == 0 and number >= count // 10:
                memory.append(usage.of_tree(os.getpid()).resident / 2**20)
                descriptors.append(float(len(os.listdir("/proc/self/fd"))))
    if any(len(verdicts) != 1 for verdicts in seen.values()):
        sys.exit(f"verdicts differ: {seen}")
    return [
        Row(f"memory over {count} grades, judge and servers", "MB", tuple(memory)),
        Row(f"descriptors over {count} grades", "open", tuple(descriptors)),
    ]
