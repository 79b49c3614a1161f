"""The seam: everything we do not trust is behind `Runner`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from grader.model import SUBMISSION, Call, Kind, Outcome


class Runner(Protocol):
    """Holds one submission and answers questions about it, one at a time.

    `load` gives it the source; nothing of the submission has run before. After any outcome other
    than VALUE or RAISED the runner is finished, and every further question ends the same way.
    """

    isolation: str
    versions: Mapping[str, str]

    def load(self, text: str) -> Outcome: ...

    def ask(self, call: Call) -> Outcome: ...

    @property
    def printed(self) -> str: ...

    def close(self) -> None: ...


class Idle:
    """A runner that never holds anything: for a grade that needs nothing run."""

    isolation = "not needed"
    versions: Mapping[str, str] = {}
    printed = ""

    def load(self, text: str) -> Outcome:
        return self.ask(Call(SUBMISSION))

    def ask(self, call: Call) -> Outcome:
        return Outcome(Kind.DIED, detail="nothing was run")

    def close(self) -> None:
        """Nothing to end."""
