"""How long grades take, next to the least they could take and to two graders in pytest.

python benchmarks/run.py [PART ...] [--rounds 5] [--no-peers] [--json FILE]

Parts: cold, warm, watch, batch, added, soak, prove; without any, the first five. See README.md.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import cold  # noqa: E402
import warm  # noqa: E402
from rows import Row, as_data, table  # noqa: E402

USUAL = ("cold", "warm", "watch", "batch", "added")
PARTS = (*USUAL, "soak", "prove")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (default 5)")
    parser.add_argument("--grades", type=int, default=2000, help="of a soak (default 2000)")
    parser.add_argument("--no-peers", action="store_true", help="leave out the pytest graders")
    parser.add_argument("--json", metavar="FILE", help="also write every number to FILE")
    args = parser.parse_args(argv)
    if args.rounds < 1 or set(args.parts) - set(PARTS):
        parser.error(f"--rounds: at least 1; PART: one of {', '.join(PARTS)}")

    peers = not args.no_peers
    parts = {
        "cold": lambda: cold.measure(args.rounds, peers=peers),
        "warm": lambda: warm.grades(args.rounds),
        "watch": lambda: warm.saves(args.rounds),
        "batch": lambda: warm.batches(args.rounds, peers=peers),
        "added": lambda: warm.added(args.rounds),
        "soak": lambda: warm.soak(args.grades),
        "prove": warm.proofs,
    }
    facts = machine()
    print(", ".join(f"{name} {value}" for name, value in facts.items()))
    print(f"Medians of {args.rounds} rounds where not said otherwise.\n", flush=True)
    rows: list[Row] = []
    for part in args.parts or USUAL:
        found = parts[part]()
        rows += found
        print(table(part, found, {row.name: row for row in rows}), end="\n\n", flush=True)
    if args.json:
        known = {row.name: row for row in rows}
        data = {"schema": "grade/benchmark/2", "machine": facts, "rows": as_data(rows, known)}
        Path(args.json).write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def machine() -> dict[str, str]:
    """What the numbers depend on."""
    libraries = {name: importlib.metadata.version(name) for name in ("jax", "flax", "numpy")}
    return {
        "date": datetime.date.today().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        **libraries,
    }


if __name__ == "__main__":
    main()
