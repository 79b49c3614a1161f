"""Harmless attacks on a runner, made from inside it, to see which layers hold: for `grade doctor`.

What an attack says that it got is held against what the judge sees, where it can see it: the
secret that was read, the file that was written, the connection that arrived.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import secrets
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path

from grader.errors import SandboxError
from grader.model import SUBMISSION, Call, Kind, Limits, Ref
from grader.runner.sandbox import SandboxRunner

# What the runner is given to hold. Each attack returns what it got, or None.
TEXT = """
import os


def attempt(work):
    try:
        return work()
    except BaseException:
        return None


def read(secret):
    with open(secret) as file:
        return file.read()


def write(target):
    with open(target, "w") as file:
        return file.write("x")


def connect(port):
    import socket

    with socket.create_connection(("127.0.0.1", port), timeout=2):
        return True


def start():
    child = os.fork()  # on Windows there is none
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return True


def signal(judge):
    if os.name != "posix":
        return False  # there 0 is no question, but Ctrl-C
    os.kill(judge, 0)
    return True


def attack(secret, target, port, judge):
    return {
        "read": attempt(lambda: read(secret)),
        "write": attempt(lambda: write(target)),
        "see": attempt(lambda: os.stat(secret).st_size),
        "connect": attempt(lambda: connect(port)),
        "start": attempt(start),
        "signal": attempt(lambda: signal(judge)),
    }
"""


@dataclasses.dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes:
        layer: level -> what stops it there.
        beyond: the levels that do not claim to stop it.
        means: what it means when it works.
    """

    name: str
    what: str
    means: str
    layer: Mapping[str, str]
    beyond: tuple[str, ...] = ()


def _by(standard: str, strong: str = "") -> dict[str, str]:
    return {"standard": standard, "strong": strong or standard, "none": ""}


ATTACKS = (
    Attack("read", "reading a file outside", "a submission can read what you can",
           _by("Landlock", "bubblewrap, Landlock")),
    Attack("write", "writing a file outside", "a submission can change your files",
           _by("Landlock", "bubblewrap, Landlock")),
    Attack("see", "seeing that a file exists", "a submission learns which files there are, not "
           "what is in them", _by("", "bubblewrap"), beyond=("standard",)),
    Attack("connect", "connecting to the network", "a submission can send what it knows elsewhere",
           _by("seccomp", "bubblewrap, seccomp")),
    Attack("start", "starting a process", "a submission can leave programs running",
           _by("seccomp")),
    Attack("signal", "signalling its parent", "a submission can end other programs of yours",
           _by("seccomp", "bubblewrap, seccomp")),
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Loot:
    """The names of the attacks that got something."""

    got: frozenset[str]


def attack(level: str) -> Loot | SandboxError:
    """What the attacks get at `level`, or why no runner came about there."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="grade-doctor-")))
        secret, target, word = folder / "secret", folder / "target", secrets.token_hex(8)
        secret.write_text(word)
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        listener.settimeout(0)
        try:
            runner = SandboxRunner((), Limits(seconds=20.0, call_seconds=10.0), level)
            stack.callback(runner.close)
            runner.load(TEXT)
        except SandboxError as error:
            return error
        arguments = (str(secret), str(target), listener.getsockname()[1], os.getpid())
        outcome = runner.ask(Call(Ref(SUBMISSION.handle, ("attack",)), arguments))
        if outcome.kind is not Kind.VALUE or not isinstance(outcome.value, dict):
            return SandboxError(f"the attacks did not come to an end: {outcome.kind}")
        said = outcome.value
        seen = {
            "read": said.get("read") == word,
            "write": target.exists(),
            "see": said.get("see") == len(word),
            "connect": _arrived(listener),
            "start": said.get("start") is True,
            "signal": said.get("signal") is True,
        }
        return Loot(frozenset(name for name, worked in seen.items() if worked))


def _arrived(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except OSError:
        return False
    return True
