"""`grade batch`: many files, a line each, whatever one of them does to its worker."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.batch import Order, grade_all
from grader.errors import SandboxError
from grader.load import Library, as_submission, read_problem

SLUG = "gru_blend"
PATIENCE = 30.0

CRASHING = "import os\nos.abort()\n"
RAISING = "def gru_blend(h_prev, h_tilde, z):\n    return missing\n"


@pytest.fixture(scope="module")
def right(library: Library) -> str:
    return (read_problem(SLUG, library).solution / "reference.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def swapped(right: str) -> str:
    return right.replace("(1 - z) * h_prev + z * h_tilde", "z * h_prev + (1 - z) * h_tilde")


@pytest.fixture(scope="module")
def looping(right: str) -> str:
    return right.replace("    return", "    while True:\n        pass\n    return")


@pytest.fixture
def pile(
    tmp_path: Path, right: str, swapped: str, looping: str, library: Library
) -> Callable[..., list[Path]]:
    """pile(*names): a file of each kind, in that order; no file is written for "missing"."""
    stub = read_problem(SLUG, library).stub.read_text(encoding="utf-8")
    texts = {
        "right": right, "swapped": swapped, "looping": looping, "crashing": CRASHING,
        "raising": RAISING, "stub": stub,
    }  # fmt: skip

    def build(*names: str) -> list[Path]:
        files = [tmp_path / f"{number}_{name}.py" for number, name in enumerate(names)]
        for file, name in zip(files, names, strict=True):
            if name == "folder":
                file.mkdir()
            elif name == "bytes":
                file.write_bytes(b'a = "\xff"\n')
            elif name != "missing":
                file.write_text(texts[name], encoding="utf-8")
        return files

    return build


def left_of(tmp_path: Path) -> list[str]:
    """The processes that name this test's folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        for name in ("environ", "cmdline"):
            with contextlib.suppress(OSError):
                if str(tmp_path).encode() in (entry / name).read_bytes():
                    found.append(entry.name)
    return found


def test_a_line_each_in_the_order_of_the_files(
    cli: Callable[..., Any], pile: Callable[..., list[Path]], tmp_path: Path
) -> None:
    names = ["looping", "right", "crashing", "swapped", "raising", "stub", "right"]
    files = pile(*names)
    env = {"GRADE_DATA": str(tmp_path / "data"), "GRADE_HISTORY": "on", "TMPDIR": str(tmp_path)}
    done = cli("batch", SLUG, *files, "--timeout", "3", "--workers", "2", env=env)
    assert done.returncode == 1, done.stderr
    *lines, empty, total = done.stdout.splitlines()
    assert empty == "" and total == "2 of 7 passed"
    width = max(len(str(file)) for file in files)
    said = [line[width:].split(None, 1)[0] for line in lines]
    assert [line[:width].rstrip() for line in lines] == [str(file) for file in files]
    assert said == ["failed", "passed", "failed", "failed", "failed", "failed", "passed"]
    assert lines[0].endswith("runs: no answer in time: all its calls together may take 3 s")
    assert lines[2].endswith("it was ended by SIGABRT")
    assert "Swapped" in lines[3]
    assert "missing" in lines[4]
    assert lines[5].endswith("the stub, untouched")
    if sys.platform.startswith("linux"):
        deadline = time.monotonic() + PATIENCE
        while left_of(tmp_path) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not left_of(tmp_path)
    assert not (tmp_path / "data").exists(), "nothing is recorded"
    assert not list(tmp_path.glob("grade-*")), "no folder is left"


def test_what_cannot_be_read_is_told_and_the_others_are_graded(
    cli: Callable[..., Any], pile: Callable[..., list[Path]]
) -> None:
    files = pile("missing", "right", "folder", "bytes")
    done = cli("batch", SLUG, *files)
    assert done.returncode == 2
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"{files[1]}  passed") and lines[-1] == "1 of 4 passed"
    told = done.stderr.splitlines()
    assert len(told) == 3 and all(line.startswith("grade: ") for line in told)
    for file, line in zip((files[0], files[2], files[3]), told, strict=True):
        assert str(file) in line


def test_all_right_is_status_0(cli: Callable[..., Any], pile: Callable[..., list[Path]]) -> None:
    done = cli("batch", SLUG, *pile("right", "right"))
    assert done.returncode == 0 and done.stdout.endswith("2 of 2 passed\n")


def test_json_is_a_report_a_line_and_nothing_else(
    cli: Callable[..., Any], pile: Callable[..., list[Path]]
) -> None:
    files = pile("swapped", "right")
    done = cli("batch", SLUG, *files, "--json", "--seed", "11")
    assert done.returncode == 1
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["submission"] for row in rows] == [str(file) for file in files]
    assert [row["verdict"] for row in rows] == ["failed", "passed"]
    assert [row["seed"] for row in rows] == [11, 11]


def test_the_verdict_is_that_of_a_grade_by_itself(
    cli: Callable[..., Any], pile: Callable[..., list[Path]]
) -> None:
    file = pile("swapped")[0]
    one = json.loads(cli(SLUG, file, "--json").stdout)
    many = json.loads(cli("batch", SLUG, file, "--json").stdout)
    assert one["checks"] == many["checks"]
    assert one["seed"] == many["seed"] and one["diagnoses"] == many["diagnoses"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lst", "x.py"], "there is no problem 'lst'"),
        ([SLUG], "Missing argument 'FILES...'"),
        ([SLUG, "x.py", "--workers", "0"], "--workers"),
        ([SLUG, "x.py", "--timeout", "soon"], "--timeout"),
    ],
)
def test_wrong_usage_is_told(cli: Callable[..., Any], arguments: list[str], said: str) -> None:
    done = cli("batch", *arguments)
    assert done.returncode == 2 and said in done.stderr and done.stdout == ""


def test_no_file_that_can_be_read_starts_no_worker(
    cli: Callable[..., Any], pile: Callable[..., list[Path]]
) -> None:
    done = cli("batch", SLUG, *pile("missing"))
    assert done.returncode == 2 and done.stdout == "\n0 of 1 passed\n"


def test_one_that_loops_costs_nobody_else_a_verdict(
    library: Library, right: str, looping: str
) -> None:
    problem = read_problem(SLUG, library)
    order = Order(SLUG, library, problem.limits.within(3.0))
    texts = [looping, right, right, looping, right]
    submissions = [as_submission(text.encode(), str(n)) for n, text in enumerate(texts)]
    reports = list(grade_all(order, submissions, workers=1))
    assert [report.submission for report in reports] == ["0", "1", "2", "3", "4"]
    assert [report.passed for report in reports] == [False, True, True, False, True]


def test_workers_that_cannot_start_are_told(library: Library, right: str) -> None:
    order = Order("no_such_problem", library, read_problem(SLUG, library).limits)
    with pytest.raises(SandboxError, match="a worker died or could not start"):
        list(grade_all(order, [as_submission(right.encode(), "0")], workers=1))
