"""Handles: how checks talk to a submission without sharing a process with it.

Attribute access builds a path, a call becomes one `Call`. Values that travel come back as NumPy
arrays, scalars and containers of them; anything else comes back as another handle.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.errors import SubmissionStopped
from grader.model import LIBRARY, SUBMISSION, Call, Kind, Outcome, Ref
from grader.runner.base import Runner


class Handle:
    """Something in the runner. `handle.name` is its attribute, `handle(...)` calls it.

    Raises:
        SubmissionStopped: from a call that gave no value.
    """

    def __init__(self, ask: Callable[[Call], Outcome], ref: Ref) -> None:
        self._ask = ask
        self._ref = ref

    def __getattr__(self, name: str) -> Handle:
        if name.startswith("__"):
            raise AttributeError(name)
        return Handle(self._ask, dataclasses.replace(self._ref, path=(*self._ref.path, name)))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.call(args, kwargs)[0]

    def __repr__(self) -> str:
        return f"<{self._ref.type or '.'.join(self._ref.path)} in the runner>"

    @property
    def type(self) -> str:
        """What the runner says it is, such as `builtins.generator`. For messages only."""
        return self._ref.type

    def call(
        self,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
        *,
        arrays: str = "jax",
        echo: bool = False,
    ) -> tuple[Any, Any]:
        """Call it; returns (value, arguments after the call when `echo`)."""
        call = Call(self._ref, _refs(args), _refs(kwargs or {}), arrays=arrays, echo=echo)
        outcome = self._value(call)
        return self._here(outcome.value), self._here(outcome.echo)

    def _value(self, call: Call) -> Outcome:
        outcome = self._ask(call)
        if outcome.kind is not Kind.VALUE:
            raise SubmissionStopped(outcome)
        return outcome

    def _here(self, value: Any) -> Any:
        """`value` with every Ref as a handle."""
        if isinstance(value, Ref):
            return Handle(self._ask, value)
        if isinstance(value, dict):
            return {key: self._here(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self._here(part) for part in value)
        return value


def _refs(value: Any) -> Any:
    """`value` with every handle as a Ref, and NumPy's scalars as Python's."""
    if isinstance(value, Handle):
        return value._ref
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, dict):
        return {key: _refs(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_refs(part) for part in value)
    return value


def as_handle(value: Any) -> Handle:
    """`value`, which must be something that stays in the runner, such as a traced program.

    Raises:
        SubmissionStopped: when it is not: the libraries there no longer do what they should.
    """
    if not isinstance(value, Handle):
        raise SubmissionStopped(Outcome(Kind.GARBLED, detail="a function was expected"))
    return value


def roots(runner: Runner) -> tuple[Handle, Handle]:
    """Handles to the submission's own names and to the runner's library."""
    return Handle(runner.ask, SUBMISSION), Handle(runner.ask, LIBRARY)
