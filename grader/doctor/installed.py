"""Python and the libraries: their versions, and whether a runner comes up with them."""

from __future__ import annotations

import contextlib
import importlib.metadata
import platform
import re
import sys
from collections.abc import Callable
from pathlib import Path

from grader.doctor.findings import Finding, State, Surroundings
from grader.errors import SandboxError
from grader.model import Limits
from grader.runner.sandbox import SandboxRunner

LIBRARIES = ("jax", "flax.linen", "optax")
CHECKED = ("numpy", "jax", "jaxlib", "flax", "optax", "hypothesis")


def python(surroundings: Surroundings) -> list[Finding]:
    """Python's version, and those of the libraries, against what this package asks for."""
    return [_interpreter(), *(_version(name, text) for name, text in sorted(_asked().items()))]


def _interpreter() -> Finding:
    version = platform.python_version()
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        asked = importlib.metadata.metadata("grader")["Requires-Python"] or ""
        if asked and not fits(version, asked):
            advice = "make a virtual environment with a newer Python"
            return Finding(
                "python", "Python", State.BAD, f"{version}, but {asked} is asked", advice
            )
    return Finding("python", "Python", State.OK, version)


def _asked() -> dict[str, str]:
    """Library -> the range of versions in the package's own metadata."""
    found = dict.fromkeys(CHECKED, "")
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for line in importlib.metadata.requires("grader") or ():
            match = re.match(r"([\w.-]+)\s*([^;]*)", line)
            if match and match[1] in found and "extra" not in line:
                found[match[1]] = match[2].strip()
    return found


def _version(name: str, asked: str) -> Finding:
    install = _no_wheel() or f'python -m pip install "{name}{asked}"'
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Finding("python", name, State.BAD, "is not installed", install)
    if not fits(version, asked):
        return Finding("python", name, State.BAD, f"{version}, but {asked} is asked", install)
    return Finding("python", name, State.OK, f"{version}{f' ({asked})' if asked else ''}")


def _no_wheel() -> str:
    """Why jaxlib cannot be installed on this system, where it cannot."""
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        return "JAX is not made for Macs with Intel any more: use Linux, for example in Docker"
    if Path("/etc/alpine-release").exists():
        return "JAX needs the GNU C library: use Debian or Ubuntu instead of Alpine"
    if sys.platform == "win32" and platform.machine() == "ARM64":
        return "JAX is not made for Windows on ARM: use WSL2"
    return ""


def fits(version: str, asked: str) -> bool:
    """Whether a version is in a range such as `>=0.7.2,<0.13`. Unknown operators are passed by."""
    tests: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
        ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, "==": lambda a, b: a == b,
        "!=": lambda a, b: a != b, ">": lambda a, b: a > b, "<": lambda a, b: a < b,
    }  # fmt: skip
    for operator, bound in re.findall(r"([<>=!]=?)\s*([\w.]+)", asked):
        test = tests.get(operator)
        if test and not test(_numbers(version), _numbers(bound)):
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    release = re.match(r"\d+(?:\.\d+)*", version)
    parts = [int(part) for part in release[0].split(".")] if release else [0]
    return tuple((parts + [0] * 6)[:6])


def libraries(surroundings: Surroundings) -> list[Finding]:
    """Whether a runner, confined as `auto` confines, comes up with JAX, Flax and Optax."""
    name = "jax in a runner"
    advice = 'python -c "import jax, flax, optax" shows what is wrong with the installation'
    try:
        runner = SandboxRunner(LIBRARIES, Limits(), attended=surroundings.attended)
    except SandboxError as error:
        return [Finding("python", name, State.BAD, str(error), "see isolation")]
    try:
        runner.load("")
        said = ", ".join(f"{library} {version}" for library, version in runner.versions.items())
        return [Finding("python", name, State.OK, f"{said}; isolation {runner.isolation}")]
    except SandboxError as error:
        last = str(error).split("\nNothing was graded")[0].strip().split("\n")[-1]
        return [Finding("python", name, State.BAD, last, advice)]
    finally:
        runner.close()
