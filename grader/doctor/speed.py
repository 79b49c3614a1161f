"""What makes grades quick: compiled operations, byte code, processes that can be forked."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from grader import prepare
from grader.doctor.findings import Finding, State, Surroundings
from grader.errors import SandboxError
from grader.model import Kind, Limits
from grader.runner.pool import Pool

SECTION = "speed"


def speed(surroundings: Surroundings) -> list[Finding]:
    """The compile cache, the libraries' byte code, and a runner forked by a pool."""
    return [_cache(), _byte_code(), _pool(surroundings.attended)]


def _cache() -> Finding:
    found = prepare.current()
    if found is None and os.environ.get("GRADE_CACHE") == "off":
        said = "GRADE_CACHE=off: each grade compiles what NumPy cannot do"
        return Finding(SECTION, "compile cache", State.LACKS, said, "unset it to have one")
    if found is None:
        return Finding(
            SECTION, "compile cache", State.LACKS, "none for these libraries and this processor",
            "grade prepare makes one in some seconds; watch and batch do so by themselves",
        )  # fmt: skip
    said = f"{found.entries} operations, {found.megabytes:g} MB in {found.folder}"
    return Finding(SECTION, "compile cache", State.OK, said)


def _byte_code() -> Finding:
    found = importlib.util.find_spec("jax")
    if found is None or found.origin is None:
        return Finding(SECTION, "byte code", State.LACKS, "jax is not installed")
    if Path(importlib.util.cache_from_source(found.origin)).exists():
        return Finding(SECTION, "byte code", State.OK, "the libraries are compiled to it")
    return Finding(
        SECTION, "byte code", State.LACKS,
        "the libraries have none, so each grade compiles them anew: over a second",
        "grade prepare makes it where the folder can be written",
    )  # fmt: skip


def _pool(attended: bool) -> Finding:
    name = "warm runners"
    try:
        with Pool((), Limits(), attended=attended) as pool:
            if not pool.forks:
                return Finding(
                    SECTION, name, State.LACKS,
                    "not forked here: watch and batch start each process anew",
                    "use Linux 5.13 or later; WSL2 and containers will do",
                )  # fmt: skip
            runner = pool.runner()
            worked = runner.load("x = 1").kind is Kind.VALUE
            runner.close()
    except SandboxError as error:
        return Finding(SECTION, name, State.BAD, str(error), "grade without watch and batch")
    if not worked:
        return Finding(SECTION, name, State.BAD, "a forked runner gave no answer", "tell us")
    return Finding(SECTION, name, State.OK, "a runner was forked, locked down and asked")
