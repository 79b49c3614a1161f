"""A Report as JSON: everything in it, under a versioned schema. See docs/report.md."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from grader.model import Report

SCHEMA = "grade/report/1"


def verdict(report: Report) -> str:
    """passed, failed, or fault when a check itself is broken."""
    return "fault" if report.broken else "passed" if report.passed else "failed"


def as_dict(report: Report) -> dict[str, Any]:
    """The report as plain data, in the order of docs/report.md."""
    data = dataclasses.asdict(report)
    data.pop("source")
    checks = data.pop("results")
    data["seconds"] = round(report.seconds, 3)
    return {"schema": SCHEMA, "verdict": verdict(report), **data, "checks": checks}


def to_json(report: Report) -> str:
    return _safe(json.dumps(as_dict(report), indent=2, ensure_ascii=False)) + "\n"


def to_line(report: Report) -> str:
    """The same on one line."""
    return _safe(json.dumps(as_dict(report), ensure_ascii=False))


def _safe(text: str) -> str:
    """The same JSON, without what GitHub's logs would read as a command wherever it stands."""
    return text.replace("##[", "#\\u0023[")
