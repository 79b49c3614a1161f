"""What the judge is told about a Linen submission, validated before a check reads it.

The other side is `grader.runner.linen`. What it reports was made beside the submission, so it is
held to its form here; whether it is true, the answers decide.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.errors import CheckFailed, SubmissionStopped
from grader.submission import Handle

READY_MADE = {
    "flax.linen.linear.": "layer",
    "flax.linen.attention.": "layer",
    "flax.linen.normalization.": "layer",
    "flax.linen.recurrent.": "cell",
}


@dataclasses.dataclass(frozen=True)
class Leaf:
    """One array that the submission declared with `self.param`.

    Args:
        owner: the class of the module that declared it.
        value: its initial value; None where it could not be seen.
        traced: it was declared inside a traced function.
        created: init made it, rather than apply being handed it.
        changed: apply was handed another value than init made.
        lines: of the submission, innermost first.
    """

    name: str
    owner: str
    shape: tuple[int, ...]
    dtype: str
    value: np.ndarray | None
    traced: bool
    created: bool
    changed: bool
    lines: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class ModuleCall:
    """One method call of a module: class, method, whether @nn.compact, fields, argument shapes."""

    owner: str
    method: str
    path: str
    compact: bool
    fields: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]

    @property
    def name(self) -> str:
        """The class's own name."""
        return self.owner.rsplit(".", 1)[-1]

    @property
    def ready_made(self) -> str:
        """Whether it is one of Flax's own: "layer", "cell", or "" for the learner's."""
        return next((kind for home, kind in READY_MADE.items() if self.owner.startswith(home)), "")


@dataclasses.dataclass(frozen=True)
class Watched:
    """One run of the submission, its answer and what it declared on the way."""

    answer: Any
    leaves: tuple[Leaf, ...]
    variables: Mapping[str, tuple[int, ...]]
    modules: tuple[ModuleCall, ...]

    @property
    def values(self) -> dict[str, np.ndarray | None]:
        return {leaf.name: leaf.value for leaf in self.leaves}


@dataclasses.dataclass(frozen=True)
class Places:
    """(line, function) places where each leaf is first used and where the result is made."""

    leaves: Mapping[str, tuple[tuple[int, str], ...]]
    result: tuple[tuple[int, str], ...]


def watch(library: Handle, entry: Handle, args: tuple[Any, ...], *, eager: bool) -> Watched:
    """Run `entry(*args)` and see what it declares.

    Args:
        eager: switch jit off inside, for submissions that jit their own init.

    Raises:
        SubmissionStopped: when it gives no value.
        CheckFailed: when the submission tampered with the helpers that watch it.
    """
    seen = library.linen.watch(entry, args, eager)
    try:
        return Watched(
            seen["answer"],
            tuple(_leaf(**leaf) for leaf in seen["leaves"]),
            {str(name): _whole(lines) for name, lines in seen["variables"].items()},
            tuple(_module(*call) for call in seen["modules"]),
        )
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise tampered() from error


def declared(library: Handle, entry: Handle, args: tuple[Any, ...]) -> dict[str, tuple[int, ...]]:
    """The shape of each leaf that `entry(*args)` declares, also when it then raises."""
    found = library.linen.declared(entry, args)
    try:
        return {str(name): _whole(shape) for name, shape in found}
    except (TypeError, ValueError) as error:
        raise tampered() from error


def used_at(
    library: Handle, step: Handle, leaves: Mapping[str, np.ndarray], *args: Any
) -> Places | None:
    """Where `step(leaves, *args)` uses its leaves; None when it cannot be traced."""
    try:
        found = library.linen.used_at(step, dict(leaves), *args)
        uses = {str(name): _places(places) for name, places in found["leaves"].items()}
        return Places(uses, _places(found["result"]))
    except (SubmissionStopped, TypeError, ValueError, LookupError, AttributeError):
        return None


def tampered() -> CheckFailed:
    """For an answer that the runner's own helpers never give."""
    return CheckFailed(
        "the submission changed the libraries that it runs with",
        detail="Leave flax, jax and the other modules as they are.",
    )


def _whole(numbers: Any) -> tuple[int, ...]:
    if not all(type(n) is int and 0 <= n < 1 << 31 for n in numbers):
        raise TypeError("not whole numbers")
    return tuple(numbers)


def _places(places: Any) -> tuple[tuple[int, str], ...]:
    return tuple((_whole([line])[0], str(function)) for line, function in places)


def _leaf(
    *, name: Any, owner: Any, shape: Any, dtype: Any, value: Any, traced: Any, created: Any,
    changed: Any, lines: Any,
) -> Leaf:  # fmt: skip
    sizes = _whole(shape)
    if value is not None:
        if not isinstance(value, np.ndarray) or value.shape != sizes or value.dtype.name != dtype:
            raise TypeError("a value of another shape or type")
    return Leaf(
        str(name), str(owner), sizes, str(dtype), value, traced is True, created is True,
        changed is True, _whole(lines),
    )  # fmt: skip


def _module(
    owner: Any, method: Any, path: Any, compact: Any, fields: Any, shapes: Any
) -> ModuleCall:
    return ModuleCall(
        str(owner), str(method), str(path), compact is True, tuple(map(str, fields)),
        tuple(_whole(shape) for shape in shapes),
    )  # fmt: skip
