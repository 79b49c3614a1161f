"""Rows of measurements: a name, a unit, every value, and the table that shows them."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


@dataclasses.dataclass(frozen=True)
class Row:
    """What was measured: every value, and of which row it is a multiple worth quoting."""

    name: str
    unit: str
    values: tuple[float, ...]
    base: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)


def ratio(row: Row, rows: Mapping[str, Row]) -> float | None:
    """The median as a multiple of the base's."""
    return row.median / rows[row.base].median if row.base in rows else None


def table(title: str, rows: Iterable[Row], known: Mapping[str, Row]) -> str:
    """Name, median, extremes and multiple of the base, a line each."""
    lines = [f"{title:<46}{'median':>9}  {'(min to max)':<20} {'multiple':>9}"]
    for row in rows:
        spread = f"({shown(min(row.values))} to {shown(max(row.values))})"
        times = ratio(row, known)
        multiple = f"{times:8.2f}" if times is not None else ""
        base = f" x {row.base}" if multiple else ""
        name = f"  {row.name}, {row.unit}"
        lines.append(f"{name:<46}{shown(row.median):>9}  {spread:<20} {multiple:>9}{base}")
    return "\n".join(line.rstrip() for line in lines)


def shown(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def as_data(rows: Sequence[Row], known: Mapping[str, Row]) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name, "unit": row.unit, "median": row.median, "min": min(row.values),
            "max": max(row.values), "base": row.base, "to_base": ratio(row, known),
            "all": list(row.values),
        }
        for row in rows
    ]  # fmt: skip
