"""The file behind the history: made, opened, brought up to date, or explained when it cannot be."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from grader.errors import HistoryError

NAME = "history.db"
MARK = 0x67726164  # the file's application_id, "grad": no other program's database is touched
PATIENCE = 5.0  # seconds to wait while another process writes

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


def folder() -> Path:
    """The folder of the history: GRADE_DATA, else the platform's place for a user's data."""
    if chosen := os.environ.get("GRADE_DATA"):
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("grade", appauthor=False)


def path() -> Path:
    """The database's file."""
    return folder() / NAME


@contextlib.contextmanager
def opened(*, create: bool = False) -> Iterator[sqlite3.Connection | None]:
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
        raise explained(error) from error


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
        with transaction(connection):
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
        raise HistoryError(
            f"{path()} is another program's database: let GRADE_DATA name another folder."
        )
    if version > len(MIGRATIONS):
        raise HistoryError(
            f"The history in {path()} was written by a newer version of grade: update this one, or "
            "let GRADE_DATA name another folder."
        )
    return version


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. The lock is taken at once, so that waiting for it can only help."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def explained(error: OSError | sqlite3.Error) -> HistoryError:
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


def remove() -> None:
    """Remove a damaged file and what SQLite keeps beside it."""
    try:
        for end in ("", "-wal", "-shm", "-journal"):
            path().with_name(NAME + end).unlink(missing_ok=True)
    except OSError as error:
        raise explained(error) from error
