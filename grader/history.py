"""What a learner did: every attempt with its text, the hints shown, the solutions looked at.

One SQLite file on the learner's own machine, which nothing sends anywhere. `GRADE_DATA` names
another folder, `GRADE_HISTORY=off` records nothing, and neither does CI without a folder of its
own. A history that cannot be used never costs a grade: what writes returns the trouble as one line,
what reads raises `HistoryError`. docs/history.md describes the fields.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.errors import HistoryError
from grader.model import Attempt, Problem, Report, Standing, State, Submission

NAME = "history.db"
MARK = 0x67726164  # the file's application_id, "grad": no other program's database is touched
PATIENCE = 5.0  # seconds to wait while another process writes
TABLES = ("attempt", "hint", "solution")

# What brings a file of version N to version N + 1. Never change one that was released: add one.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE attempt (
            id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, problem TEXT NOT NULL,
            version INTEGER NOT NULL, verdict TEXT NOT NULL, only_checks TEXT NOT NULL,
            file TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL, seed INTEGER NOT NULL,
            isolation TEXT NOT NULL, versions TEXT NOT NULL, seconds REAL NOT NULL,
            checks TEXT NOT NULL, diagnoses TEXT NOT NULL)""",
        "CREATE INDEX attempt_problem ON attempt (problem, id)",
        """CREATE TABLE hint (
            id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, problem TEXT NOT NULL,
            number INTEGER NOT NULL, UNIQUE (problem, number))""",
        """CREATE TABLE solution (
            problem TEXT PRIMARY KEY, time TEXT NOT NULL)""",
    ),
)


# --- where it is, and whether it is wanted ---------------------------------------------------


def folder() -> Path:
    """The folder of the history: GRADE_DATA, else the platform's place for a user's data."""
    if chosen := os.environ.get("GRADE_DATA"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("grade", appauthor=False)


def path() -> Path:
    """The database's file."""
    return folder() / NAME


def recording() -> bool:
    """Whether anything is to be recorded."""
    if os.environ.get("GRADE_HISTORY", "").lower() in ("off", "no", "false", "0"):
        return False
    in_ci = os.environ.get("CI", "").lower() not in ("", "false", "0")
    return not in_ci or bool(os.environ.get("GRADE_DATA"))


# --- writing ---------------------------------------------------------------------------------


def keep(problem: Problem, submission: Submission, report: Report) -> str:
    """Record an attempt; returns what went wrong, or "".

    The untouched stub is no attempt, and neither is a grade that a faulty check spoiled.
    """
    import json

    from grader.source import same_code

    with contextlib.suppress(OSError, ValueError):  # a stub that cannot be read is not handed in
        if same_code(submission.text, problem.stub.read_text(encoding="utf-8")):
            return ""
    if report.broken:
        return ""
    row = {
        "time": now(),
        "problem": problem.slug,
        "version": problem.version,
        "verdict": "passed" if report.passed else "failed",
        "only_checks": json.dumps(report.only),
        "file": report.submission,
        "sha256": submission.sha256,
        "text": submission.text,
        "seed": report.seed,
        "isolation": report.isolation,
        "versions": json.dumps(dict(report.versions)),
        "seconds": round(report.seconds, 3),
        "checks": _json(report.results),
        "diagnoses": _json(report.diagnoses),
    }
    return _write(
        f"INSERT INTO attempt ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})",
        row,
        lost="This attempt was not recorded; its verdict stands.",
    )


def keep_hint(slug: str, number: int) -> str:
    """Remember that a hint was shown; returns what went wrong, or ""."""
    return _write(
        "INSERT OR IGNORE INTO hint (time, problem, number) VALUES (:time, :problem, :number)",
        {"time": now(), "problem": slug, "number": number},
        lost="That this hint was shown is not remembered.",
    )


def keep_look(slug: str) -> str:
    """Remember that the solution was shown before a pass; returns what went wrong, or ""."""
    return _write(
        "INSERT OR IGNORE INTO solution (time, problem) VALUES (:time, :problem)",
        {"time": now(), "problem": slug},
        lost="That the solution was shown is not remembered.",
    )


def delete(slug: str = "") -> None:
    """Delete what is known of one problem, or all of it, so that no text is left in the file.

    Raises:
        HistoryError: when it cannot be done.
    """
    try:
        with _database() as connection:
            if connection is None:
                return
            with _transaction(connection):
                for table in TABLES:
                    where = " WHERE problem = ?" if slug else ""
                    connection.execute(f"DELETE FROM {table}{where}", (slug,) if slug else ())
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except HistoryError as error:
        if slug or not error.damaged:
            raise
        _unlink()


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _json(values: tuple[Any, ...]) -> str:
    import json

    return json.dumps([dataclasses.asdict(value) for value in values], ensure_ascii=False)


def _write(statement: str, row: dict[str, Any], *, lost: str) -> str:
    if not recording():
        return ""
    try:
        with _database(create=True) as connection:
            assert connection is not None
            with _transaction(connection):
                connection.execute(statement, row)
    except HistoryError as error:
        return f"{error} {lost}"
    return ""


# --- reading ---------------------------------------------------------------------------------


def attempts(slug: str = "") -> list[Attempt]:
    """Every attempt, or those at one problem, the oldest first.

    Raises:
        HistoryError: as all that reads, when the file cannot be used.
    """
    where = " WHERE problem = ?" if slug else ""
    rows = _read(f"SELECT * FROM attempt{where} ORDER BY id", (slug,) if slug else ())
    counts: dict[str, int] = {}
    found = []
    for row in rows:
        counts[row["problem"]] = counts.get(row["problem"], 0) + 1
        try:
            found.append(_attempt(row, counts[row["problem"]]))
        except (ValueError, TypeError) as error:
            raise _explained(sqlite3.DatabaseError(f"row {row['id']} is garbled")) from error
    return found


def last(slug: str) -> Attempt | None:
    """The latest attempt at a problem."""
    return next(iter(attempts(slug)[-1:]), None)


def last_pass(slug: str) -> Attempt | None:
    """The latest attempt at a problem in which every check passed."""
    return next((attempt for attempt in reversed(attempts(slug)) if attempt.passed), None)


def statuses() -> dict[str, Standing]:
    """How far the learner is, for each problem of which anything is known."""
    passed = "CASE WHEN verdict = 'passed' AND only_checks = '[]' THEN time END"
    rows = _read(
        f"SELECT problem, count(*) AS attempts, min({passed}) AS passed, max(time) AS last "
        "FROM attempt GROUP BY problem"
    )
    looks = {row["problem"] for row in _read("SELECT problem FROM solution")}
    found = {slug: Standing(seen=True) for slug in looks}
    for row in rows:
        state = State.DONE if row["passed"] else State.TRIED
        slug = row["problem"]
        found[slug] = Standing(
            state, row["attempts"], row["passed"] or "", row["last"], slug in looks
        )
    return found


def hints(slug: str) -> list[int]:
    """The numbers of the hints that were shown, in the order in which they were."""
    rows = _read("SELECT number FROM hint WHERE problem = ? ORDER BY id", (slug,))
    return [row["number"] for row in rows]


def everything() -> dict[str, Any]:
    """All that is recorded, as plain data: what `grade data export` writes."""
    return {
        "attempts": [dataclasses.asdict(attempt) for attempt in attempts()],
        "hints": [dict(row) for row in _read("SELECT problem, number, time FROM hint ORDER BY id")],
        "solutions": [
            dict(row) for row in _read("SELECT problem, time FROM solution ORDER BY time, problem")
        ],
    }


def _attempt(row: sqlite3.Row, number: int) -> Attempt:
    import json  # late: `grade list` reads no attempt

    data = dict(row)
    del data["id"]
    only = json.loads(data.pop("only_checks"))
    for name in ("versions", "checks", "diagnoses"):
        data[name] = json.loads(data[name])
    checks, diagnoses = tuple(data.pop("checks")), tuple(data.pop("diagnoses"))
    return Attempt(number=number, only=tuple(only), checks=checks, diagnoses=diagnoses, **data)


def _read(query: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
    with _database() as connection:
        return connection.execute(query, values).fetchall() if connection else []


# --- the file --------------------------------------------------------------------------------


@contextlib.contextmanager
def _database(*, create: bool = False) -> Iterator[sqlite3.Connection | None]:
    """The open database at the newest version; None when there is none and none is to be made."""
    file = path()
    try:
        if not file.exists() and not create:
            yield None
            return
        if create:
            _make(file)
        with contextlib.closing(
            sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        ) as connection:
            connection.row_factory = sqlite3.Row
            _prepare(connection)
            yield connection
    except (OSError, sqlite3.Error) as error:
        raise _explained(error) from error


def _make(file: Path) -> None:
    """An empty file for its owner only. SQLite gives the files that it makes beside it its mode."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _prepare(connection: sqlite3.Connection) -> None:
    """Bring the file to the newest version, and let readers and a writer work at once."""
    version = _version(connection)
    if version < len(MIGRATIONS):
        with contextlib.suppress(sqlite3.OperationalError):  # another process is at it
            connection.execute("PRAGMA journal_mode = WAL")
        with _transaction(connection):
            for steps in MIGRATIONS[_version(connection) :]:
                for step in steps:
                    connection.execute(step)
            connection.execute(f"PRAGMA application_id = {MARK}")
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")


def _version(connection: sqlite3.Connection) -> int:
    """The version of the file's tables, 0 when it is empty."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != MARK and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise sqlite3.DatabaseError("it is another program's database")
    if version > len(MIGRATIONS):
        raise HistoryError(
            f"The history in {path()} was written by a newer version of grade: update this one, or "
            "let GRADE_DATA name another folder."
        )
    return version


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. The lock is taken at once, so that waiting for it can only help."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _explained(error: OSError | sqlite3.Error) -> HistoryError:
    """What is wrong with the file, and what to do about it."""
    why = (isinstance(error, OSError) and error.strerror) or str(error)
    damaged = type(error) is sqlite3.DatabaseError or "no such" in why
    if damaged:
        cure = "Move it elsewhere, or delete it with `grade data delete`."
    elif "locked" in why:
        cure = "Another grade is writing there: try again."
    else:
        cure = "Let GRADE_DATA name a folder that you can write to, or set GRADE_HISTORY=off."
    return HistoryError(f"The history in {path()} cannot be used ({why}). {cure}", damaged=damaged)


def _unlink() -> None:
    """Remove a damaged file and what SQLite keeps beside it."""
    try:
        for end in ("", "-wal", "-shm", "-journal"):
            path().with_name(NAME + end).unlink(missing_ok=True)
    except OSError as error:
        raise _explained(error) from error
