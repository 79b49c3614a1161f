"""The history: nothing is lost, nothing is invented, and it never costs a grade."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader import database, history
from grader.errors import HistoryError
from grader.load import Library, as_submission, read_problem, read_submission
from grader.model import (
    CheckResult,
    Diagnosis,
    Evidence,
    Problem,
    Report,
    State,
    Status,
    Submission,
)

Keep = Callable[..., str]

TEXT = 'def f():\n\t"""Ünïcode \u202e and \x1b[31m, a trailing space: """ \n    return "\\n"\n\n\n'


@pytest.fixture
def blend(library: Library) -> Problem:
    return read_problem("gru_blend", library)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a history that is on and still empty."""
    folder = tmp_path / "data"
    monkeypatch.setenv("GRADE_DATA", str(folder))
    monkeypatch.delenv("GRADE_HISTORY")
    return folder


def report_of(submission: Submission, slug: str, passed: bool = False, **changes: Any) -> Report:
    status = Status.PASSED if passed else Status.FAILED
    evidence = Evidence("[1]", "[0]", (("z", "[0]"),))
    return dataclasses.replace(
        Report(
            problem=slug,
            title="A title",
            submission=submission.name,
            sha256=submission.sha256,
            seed=2**63 - 1,
            results=(
                CheckResult("loads", "the file loads", Status.PASSED),
                CheckResult("first", "a sentence", status, evidence=evidence),
            ),
            diagnoses=() if passed else (Diagnosis(("a-mistake",), "A mistake", ("Do.",), "All."),),
            remarks=(),
            note="",
            only=(),
            printed="",
            isolation="standard",
            versions={"python": "3.13"},
            seconds=0.12345,
        ),
        **changes,
    )


@pytest.fixture
def keep(blend: Problem) -> Keep:
    """keep(text, passed=False, problem=..., **changes of the report): records an attempt."""

    def kept(text: str, passed: bool = False, problem: Problem = blend, **changes: Any) -> str:
        submission = as_submission(text.encode(), "mine.py")
        report = report_of(submission, problem.slug, passed, **changes)
        return history.keep(problem, submission, report)

    return kept


# --- what is kept ---


def test_an_attempt_comes_back_as_it_was(place: Path, keep: Keep, blend: Problem) -> None:
    assert keep(TEXT) == ""
    (attempt,) = history.attempts()
    assert attempt == history.last(blend.slug)
    assert (attempt.number, attempt.problem, attempt.version) == (1, "gru_blend", 1)
    assert (attempt.verdict, attempt.only, attempt.file) == ("failed", (), "mine.py")
    assert attempt.text == TEXT and attempt.sha256 == as_submission(TEXT.encode(), "x").sha256
    assert (attempt.seed, attempt.isolation, attempt.seconds) == (2**63 - 1, "standard", 0.123)
    assert attempt.versions == {"python": "3.13"}
    assert [c["status"] for c in attempt.checks] == ["passed", "failed"]
    assert attempt.checks[1]["evidence"]["inputs"] == [["z", "[0]"]]
    assert attempt.mistakes == ("a-mistake",)


def test_attempts_are_numbered_for_each_problem(place: Path, keep: Keep, library: Library) -> None:
    other = read_problem("rnn_cell", library)
    for problem in ("gru_blend", "rnn_cell", "gru_blend"):
        keep("x = 1", problem=other if problem == "rnn_cell" else read_problem(problem, library))
    assert [(a.problem, a.number) for a in history.attempts()] == [
        ("gru_blend", 1), ("rnn_cell", 1), ("gru_blend", 2)
    ]  # fmt: skip
    assert [a.number for a in history.attempts("gru_blend")] == [1, 2]


def test_the_untouched_stub_is_no_attempt(place: Path, keep: Keep, blend: Problem) -> None:
    assert keep(blend.stub.read_text("utf-8") + "\n# a comment\n") == ""
    assert history.attempts() == []


def test_a_solution_of_the_problem_is_no_attempt(place: Path, blend: Problem) -> None:
    for name in ("reference.py", "rejected/swapped_update_gate.py"):
        submission = read_submission(str(blend.solution / name), lambda size: b"")
        assert history.keep(blend, submission, report_of(submission, blend.slug)) == ""
    assert history.attempts() == []


def test_a_faulty_check_makes_no_attempt(place: Path, keep: Keep) -> None:
    broken = (CheckResult("first", "a sentence", Status.BROKEN),)
    assert keep("x = 1", results=broken) == ""
    assert history.attempts() == []


@pytest.mark.parametrize(
    "settings, wanted",
    [
        ({}, True),
        ({"GRADE_HISTORY": "off"}, False),
        ({"GRADE_HISTORY": "OFF", "GRADE_DATA": "x"}, False),
        ({"CI": "true"}, False),
        ({"CI": "false"}, True),
        ({"CI": "true", "GRADE_DATA": "x"}, True),
    ],
    ids=str,
)
def test_when_something_is_recorded(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], wanted: bool
) -> None:
    for name in ("GRADE_HISTORY", "GRADE_DATA", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert history.recording() is wanted


def test_with_recording_off_not_even_a_folder_is_made(
    place: Path, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADE_HISTORY", "off")
    assert keep("x = 1") == "" and history.keep_hint("x", 1) == "" and history.keep_look("x") == ""
    assert not place.exists()


def test_reading_makes_nothing(place: Path) -> None:
    assert history.attempts() == [] and history.statuses() == {} and history.hints("x") == []
    assert not place.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_can_read_it(place: Path, keep: Keep) -> None:
    keep("x = 1")
    with sqlite3.connect(place / "history.db") as connection:  # keeps the files beside it there
        connection.execute("SELECT * FROM attempt").fetchall()
        keep("x = 2")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in place.iterdir()}
    connection.close()
    assert set(modes.values()) == {0o600} and "history.db-wal" in modes
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


# --- how far one is ---


def test_a_problem_is_done_when_all_checks_passed_and_stays_so(place: Path, keep: Keep) -> None:
    keep("x = 1")
    assert history.statuses()["gru_blend"].state is State.TRIED
    keep("x = 2", passed=True)
    keep("x = 3")
    standing = history.statuses()["gru_blend"]
    assert (standing.state, standing.attempts, standing.seen) == (State.DONE, 3, False)
    passed = history.last_pass("gru_blend")
    assert passed and passed.text == "x = 2" and standing.passed == passed.time


def test_some_checks_that_passed_are_no_pass(place: Path, keep: Keep) -> None:
    keep("x = 1", passed=True, only=("first",))
    assert history.statuses()["gru_blend"].state is State.TRIED
    assert history.last_pass("gru_blend") is None


def test_a_solution_that_was_seen_before_any_attempt_is_known(place: Path) -> None:
    assert history.keep_look("gru_blend") == "" == history.keep_look("gru_blend")
    standing = history.statuses()["gru_blend"]
    assert (standing.state, standing.attempts, standing.seen) == (State.NEW, 0, True)


def test_hints_are_remembered_once_in_their_order(place: Path) -> None:
    for number in (4, 1, 4, 2):
        history.keep_hint("gru_blend", number)
    history.keep_hint("rnn_cell", 3)
    assert history.hints("gru_blend") == [4, 1, 2]


# --- several at once, and sudden ends ---

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from grader import history
from grader.load import Library, as_submission, read_problem, read_submission
from tests.test_history import report_of

problem = read_problem("gru_blend", Library(Path(sys.argv[1]) / "problems", Path(sys.argv[1])))
for number in range(int(sys.argv[3])):
    submission = as_submission(f"me, n = {sys.argv[2]!r}, {number}".encode(), "mine.py")
    trouble = history.keep(problem, submission, report_of(submission, problem.slug))
    print(trouble or number, flush=True)
"""


def writer(root: Path, place: Path, name: str, count: int) -> subprocess.Popen[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("GRADE_HISTORY", "CI")}
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), name, str(count)],
        env={**env, "GRADE_DATA": str(place)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_processes_that_write_at_once_lose_nothing(root: Path, place: Path) -> None:
    running = [writer(root, place, name, 25) for name in ("a", "b", "c")]
    told = [process.communicate(timeout=120)[0].split() for process in running]
    assert told == [[str(number) for number in range(25)]] * 3
    texts = [attempt.text for attempt in history.attempts()]
    assert sorted(texts) == sorted(f"me, n = {n!r}, {i}" for n in "abc" for i in range(25))
    assert [a.number for a in history.attempts()] == list(range(1, 76))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_process_leaves_a_whole_history(root: Path, place: Path, keep: Keep) -> None:
    told = 0
    for _ in range(3):
        with writer(root, place, "a", 100_000) as process:
            assert process.stdout
            for _ in range(20):
                assert process.stdout.readline().strip().isdigit()
            process.send_signal(signal.SIGKILL)
            told += 20
    assert len(history.attempts()) >= told
    assert keep("x = 1") == ""
    with sqlite3.connect(place / "history.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


# --- what cannot be used ---


def test_a_file_that_is_no_database_is_told_and_left(place: Path, keep: Keep) -> None:
    place.mkdir()
    file = place / "history.db"
    file.write_text("nothing that SQLite knows, and more of it than a header is long" * 9)
    before = file.read_bytes()
    assert keep("x = 1") == (
        f"The history in {file} cannot be used (file is not a database). Move it elsewhere, or "
        "delete it with `grade data delete`. This attempt was not recorded; its verdict stands."
    )
    with pytest.raises(HistoryError, match="file is not a database"):
        history.attempts()
    assert file.read_bytes() == before


def test_a_truncated_database_is_told(place: Path, keep: Keep) -> None:
    for number in range(40):
        keep(f"x = {number}  # {'long ' * 500}")
    file = place / "history.db"
    file.write_bytes(file.read_bytes()[: 4096 * 9 + 100])
    assert "cannot be used" in keep("x = 1") + keep("y = 1") + keep("z = 1")


def test_another_programs_database_is_told_and_left(place: Path, keep: Keep) -> None:
    place.mkdir()
    with sqlite3.connect(place / "history.db") as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = (place / "history.db").read_bytes()
    assert "is another program's database: let GRADE_DATA name another" in keep("x = 1")
    with pytest.raises(HistoryError, match="another program's"):
        history.delete()
    assert (place / "history.db").read_bytes() == before


def test_a_newer_version_is_told_and_left(place: Path, keep: Keep) -> None:
    keep("x = 1")
    with sqlite3.connect(place / "history.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    said = f"The history in {place / 'history.db'} was written by a newer version of grade: update"
    assert keep("x = 2").startswith(said)
    with pytest.raises(HistoryError, match="newer version"):
        history.delete()
    with sqlite3.connect(place / "history.db") as connection:
        assert connection.execute("SELECT count(*) FROM attempt").fetchone() == (1,)
    connection.close()


def test_a_folder_that_cannot_be_made_is_told(
    place: Path, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write_text("a file where the folder should be")
    told = keep("x = 1")
    assert "Let GRADE_DATA name a folder that you can write to" in told and "\n" not in told


def test_a_history_that_another_process_holds_is_told(
    place: Path, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("x = 1")
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    connection = sqlite3.connect(place / "history.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    assert "Another grade is writing there: try again." in keep("x = 2")
    assert [attempt.text for attempt in history.attempts()] == ["x = 1"]
    connection.execute("ROLLBACK")
    connection.close()
    assert keep("x = 2") == ""


def test_an_older_file_is_brought_up_to_date_and_keeps_its_attempts(
    place: Path, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("x = 1")
    newer = ("CREATE TABLE later (x)", "INSERT INTO later SELECT id FROM attempt")
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, newer))
    assert [attempt.text for attempt in history.attempts()] == ["x = 1"]
    with sqlite3.connect(place / "history.db") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT * FROM later").fetchall() == [(1,)]
    connection.close()


def test_a_migration_that_fails_changes_nothing(
    place: Path, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("x = 1")
    with monkeypatch.context() as patch:
        bad = ("CREATE TABLE later (x)", "no SQL")
        patch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, bad))
        assert "cannot be used" in keep("x = 2")
    assert keep("x = 3") == ""
    assert [attempt.text for attempt in history.attempts()] == ["x = 1", "x = 3"]


# --- deleting ---


def test_what_is_deleted_is_no_longer_in_the_file(
    place: Path, keep: Keep, library: Library
) -> None:
    keep("mine = 'SECRET'")
    keep("other = 'KEPT'", problem=read_problem("rnn_cell", library))
    history.keep_hint("gru_blend", 1)
    history.keep_look("gru_blend")
    history.delete("gru_blend")
    assert [attempt.problem for attempt in history.attempts()] == ["rnn_cell"]
    assert history.hints("gru_blend") == [] and set(history.statuses()) == {"rnn_cell"}
    content = b"".join(file.read_bytes() for file in place.iterdir())
    assert b"SECRET" not in content and b"KEPT" in content
    history.delete()
    assert history.everything() == {"attempts": [], "hints": [], "solutions": []}


def test_a_damaged_file_can_be_deleted(place: Path, keep: Keep) -> None:
    place.mkdir()
    (place / "history.db").write_text("no database" * 100)
    with pytest.raises(HistoryError):
        history.delete("gru_blend")
    history.delete()
    assert list(place.iterdir()) == []
    assert keep("x = 1") == ""


def test_all_of_it_is_plain_data(place: Path, keep: Keep) -> None:
    keep(TEXT)
    history.keep_hint("gru_blend", 2)
    data = json.loads(json.dumps(history.everything()))
    assert data["attempts"][0]["text"] == TEXT
    assert [(h["problem"], h["number"]) for h in data["hints"]] == [("gru_blend", 2)]
