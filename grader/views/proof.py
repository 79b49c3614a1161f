"""A Proof for a teacher at a terminal, and as JSON."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Sequence
from typing import Any

from grader.proof import Proof, Section

Line = tuple[str, str]  # style, text
SCHEMA = "grade/proof/1"
MOST = 12  # faults of one kind that are shown; the first ones are enough to go on with


def lines(proof: Proof, *, width: int = 80, plain: bool = False) -> list[Line]:
    """One problem's proof as (style, text) lines."""
    width = max(60, min(width, 100))
    dot = "-" if plain else "·"
    gap = max(2, width - len(proof.title) - len(proof.slug))
    page: list[Line] = [("bold", proof.title + " " * gap + proof.slug), ("", "")]
    for section in proof.sections:
        page += _section(section, width, plain)
    for survivor in proof.survivors[:MOST]:
        page += [("", ""), ("bold", f"  Survivor, line {survivor.line}: {survivor.what}")]
        page += [("red", f"    - {survivor.before}"), ("green", f"    + {survivor.after}")]
        page += [("", "    These checks would pass this program.")]
    shown = [(title, names) for title, names in proof.hidden if names]
    if shown:
        page += [("", ""), ("bold", "  What tame inputs would hide")]
    for title, names in shown:
        many = "mistake" if len(names) == 1 else "mistakes"
        text = f"{title}: {len(names)} {many}: {', '.join(names)}"
        page += _wrapped(text, width, "    ", hang=2)
    tried = {section.name: section for section in proof.sections}
    files = f"{tried['accepted'].of} accepted and {tried['rejected'].of} rejected files"
    made = f"{tried['mutants'].good} of {tried['mutants'].of} mutants rejected"
    made += " or equivalent" if proof.counts["equivalent"] else ""
    faults = "1 fault" if len(proof.faults) == 1 else f"{len(proof.faults)} faults"
    verdict = "Proved" if proof.proved else f"Not proved: {faults}"
    style = "bold green" if proof.proved else "bold red"
    done = f"{verdict} in {proof.seconds:.1f} s {dot} {files} {dot} {made}"
    return [*page, ("", ""), *((style, text) for _, text in _wrapped(done, width, "  "))]


def text(proof: Proof, *, width: int = 80, plain: bool = False) -> str:
    """The proof without colour."""
    return "\n".join(line.rstrip() for _, line in lines(proof, width=width, plain=plain)) + "\n"


def _section(section: Section, width: int, plain: bool) -> list[Line]:
    good = not section.faults
    mark = ("PASS" if good else "FAIL") if plain else ("✓" if good else "✗")
    left = f"  {mark} {section.sentence}"
    right = f"{section.good} of {section.of}"
    style = "green" if good else "bold red"
    page: list[Line] = [(style, left.ljust(width - len(right) - 1) + " " + right)]
    indent = " " * (len(mark) + 3)
    if section.note:
        page += _wrapped(section.note, width, indent)
    for fault in section.faults[:MOST]:
        page += _wrapped(fault, width, indent, hang=2)
    if len(section.faults) > MOST:
        page += _wrapped(f"and {len(section.faults) - MOST} more", width, indent)
    return page


def _wrapped(text: str, width: int, indent: str, hang: int = 0) -> list[Line]:
    wrapped = textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent + " " * hang,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [("", line) for line in wrapped]


def to_json(proofs: Sequence[Proof]) -> str:
    """All proofs as one JSON object."""
    return json.dumps({"schema": SCHEMA, "proofs": [_data(p) for p in proofs]}, indent=2) + "\n"


def _data(proof: Proof) -> dict[str, Any]:
    return {
        "problem": proof.slug,
        "title": proof.title,
        "proved": proof.proved,
        "sections": [dataclasses.asdict(section) for section in proof.sections],
        "survivors": [dataclasses.asdict(survivor) for survivor in proof.survivors],
        "hidden": {title: list(names) for title, names in proof.hidden},
        "counts": dict(proof.counts),
        "seconds": round(proof.seconds, 3),
    }
