"""What a learner did: every attempt with its text, the hints shown, the solutions looked at.

It lies in one SQLite file on the learner's own machine (`grader.database`), which nothing sends
anywhere. `GRADE_DATA` names another folder, `GRADE_HISTORY=off` records nothing, and neither does
CI without a folder of its own. A history that cannot be used never costs a grade: what writes
returns the trouble as one line, what reads raises `HistoryError`. docs/history.md describes the
fields.
"""

from __future__ import annotations

import dataclasses
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from grader.database import explained, opened, remove, transaction
from grader.errors import HistoryError
from grader.model import Attempt, Problem, Report, Standing, State, Submission

TABLES = ("attempt", "hint", "solution")


def recording() -> bool:
    """Whether anything is to be recorded."""
    if os.environ.get("GRADE_HISTORY", "").lower() in ("off", "no", "false", "0"):
        return False
    in_ci = os.environ.get("CI", "").lower() not in ("", "false", "0")
    return not in_ci or bool(os.environ.get("GRADE_DATA"))


# --- writing ---------------------------------------------------------------------------------


def keep(problem: Problem, submission: Submission, report: Report) -> str:
    """Record an attempt; returns what went wrong, or "".

    The untouched stub is no attempt, nor is one of the problem's own solutions, nor a grade that a
    faulty check spoiled.
    """
    import json

    if report.broken or not _own(problem, submission):
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


def _own(problem: Problem, submission: Submission) -> bool:
    """Whether a learner wrote it: it is neither the stub nor a file of the problem's."""
    from grader.source import same_code

    try:
        if Path(submission.name).resolve().is_relative_to(problem.solution.resolve()):
            return False
        return not same_code(submission.text, problem.stub.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # what cannot be read was not handed in
        return True


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
        with opened() as connection:
            if connection is None:
                return
            with transaction(connection):
                for table in TABLES:
                    where = " WHERE problem = ?" if slug else ""
                    connection.execute(f"DELETE FROM {table}{where}", (slug,) if slug else ())
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except HistoryError as error:
        if slug or not error.damaged:
            raise
        remove()


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _json(values: tuple[Any, ...]) -> str:
    import json

    return json.dumps([dataclasses.asdict(value) for value in values], ensure_ascii=False)


def _write(statement: str, row: dict[str, Any], *, lost: str) -> str:
    if not recording():
        return ""
    try:
        with opened(create=True) as connection:
            assert connection is not None
            with transaction(connection):
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
            raise explained(sqlite3.DatabaseError(f"row {row['id']} is garbled")) from error
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
    with opened() as connection:
        return connection.execute(query, values).fetchall() if connection else []
