"""The graders that ours is timed against, and the mixed set: that they are what they claim."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import mixed

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300  # seconds
SWAPPED = "solutions/gru_cell/rejected/swapped_update_gate_2.py"

Environment = Callable[..., dict[str, str]]


def peer(name: str, submission: str, environment: Environment, only: str = "") -> tuple[int, str]:
    """Exit status and output of one submission graded by a peer, as its README says; the free
    one with few examples. `only` is for one property."""
    more = {"SUBMISSION": submission, "EXAMPLES": "2", "JAX_PLATFORMS": "cpu"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", f"benchmarks/peers/{name}.py", "-k", only],
        cwd=ROOT, env=environment(more), capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.parametrize(("name", "tests"), [("fixed", 36), ("free", 18)])
def test_a_peer_passes_the_reference(name: str, tests: int, environment: Environment) -> None:
    status, output = peer(name, "solutions/gru_cell/reference.py", environment)
    assert status == 0, output
    assert f"{tests} passed" in output


@pytest.mark.parametrize("name", ["fixed", "free"])
def test_a_peer_fails_the_swapped_gate_by_its_own_property(
    name: str, environment: Environment
) -> None:
    status, output = peer(name, SWAPPED, environment, only="z_0_keeps")
    assert status == 1, output
    assert "Not equal to tolerance rtol=1e-05, atol=1e-05" in output
    assert f"FAILED benchmarks/peers/{name}.py::test_z_0_keeps_the_previous_state" in output


def test_a_peer_says_which_names_it_needs(environment: Environment) -> None:
    status, output = peer("fixed", "examples/swapped_gate.py", environment, only="six_parameters")
    assert status == 1, output
    assert "not W_r, W_z, W_h, b_r, b_z, b_h" in output


def test_the_mixed_set_has_200_entries_in_the_documented_proportions() -> None:
    entries = mixed.mixed()
    kinds = Counter(entry.name.split("_")[1] for entry in entries)
    assert len(entries) == 200
    assert kinds["reference"] + kinds["accepted"] == 60
    assert kinds["rejected"] == 110
    assert kinds["loops"] == 1
    assert Counter(entry.expected for entry in entries) == {"passed": 60, "failed": 140}


def test_the_mixed_set_is_the_same_each_time_and_no_two_are_alike() -> None:
    entries = mixed.mixed()
    assert entries == mixed.mixed()
    assert len({entry.name for entry in entries}) == 200
    assert len({entry.text for entry in entries}) == 200


def test_the_mixed_set_is_written_with_its_verdicts_once(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    mixed.main([str(folder)])
    assert len(list(folder.glob("*.py"))) == 200
    rows = (folder / "expected.csv").read_text("utf-8").splitlines()
    assert len(rows) == 201 and rows[0] == "name,expected"
    with pytest.raises(SystemExit):
        mixed.main([str(folder)])


@pytest.mark.parametrize(("folder", "names"), [("accepted", "RIGHT"), ("rejected", "WRONG")])
def test_every_cited_file_is_there_and_cited_once(folder: str, names: str) -> None:
    cited = getattr(mixed, names)
    assert len(set(cited)) == len(cited)
    there = {file.stem for file in (mixed.SOLUTION / folder).glob("*.py")}
    assert set(cited) <= there
