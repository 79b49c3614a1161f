"""The seam: everything we do not trust is behind `Runner`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from grader.model import Call, Outcome


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

