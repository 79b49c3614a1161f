"""One submission, loaded: turns Calls into Outcomes. Runs on the far side of the seam.

Nothing here knows what a right answer is. Values that travel are sent; everything else stays in
`handles` and is sent as a Ref.
"""

from __future__ import annotations

import collections
import sys
import types
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.model import LIBRARY, SUBMISSION, Call, Kind, Outcome, Raised, Ref
from grader.runner import wire

FILE = "submission.py"


class Program:
    """The submission's module and the objects it has handed out."""

    def __init__(self, library: Any) -> None:
        self.module = types.ModuleType("submission")
        self.module.__file__ = FILE
        self.handles: dict[int, Any] = {SUBMISSION.handle: self.module, LIBRARY.handle: library}

    def load(self, text: str) -> Outcome:
        """Run the submission's top level."""
        # Registered, because dataclasses (and so flax modules) look their module up by name.
        sys.modules["submission"] = self.module
        try:
            code = compile(text, FILE, "exec", dont_inherit=True)
            exec(code, self.module.__dict__)
        except BaseException as error:
            return raised(error)
        return Outcome(Kind.VALUE)

    def answer(self, call: Call) -> Outcome:
        """What `call` gives. Never raises: whatever the submission throws is an Outcome."""
        try:
            target = self.resolve(call.target)
            args = self.incoming(call.args, call.arrays)
            kwargs = self.incoming(dict(call.kwargs), call.arrays)
            value = self.outgoing(target(*args, **kwargs))
            echo = self.outgoing(args) if call.echo else None
            return Outcome(Kind.VALUE, value, echo)
        except BaseException as error:
            return raised(error)

    def resolve(self, ref: Ref) -> Any:
        value = self.handles[ref.handle]
        for name in ref.path:
            value = getattr(value, name)
        return value

    def incoming(self, value: Any, arrays: str) -> Any:
        """Arguments as the submission sees them: refs resolved, arrays of the asked kind."""
        if isinstance(value, Ref):
            return self.resolve(value)
        if isinstance(value, np.ndarray) and arrays == "jax":
            import jax.numpy as jnp

            return jnp.asarray(value)
        if isinstance(value, dict):
            return {key: self.incoming(part, arrays) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.incoming(part, arrays) for part in value)
        return value

    def outgoing(self, value: Any, depth: int = 0) -> Any:
        """What is sent for `value`: itself where it travels, else a Ref to it. A container with
        parts that do not travel is sent with Refs to those."""
        plain = _plain(value)
        if wire.sendable(plain):
            return plain
        container = type(plain) in (dict, list, tuple) and len(plain) <= wire.MAX_NODES
        if container and depth < wire.MAX_DEPTH:
            parts: Any
            if type(plain) is dict:
                parts = {key: self.outgoing(part, depth + 1) for key, part in plain.items()}
            else:
                parts = type(plain)(self.outgoing(part, depth + 1) for part in plain)
            if wire.sendable(parts):
                return parts
        number = len(self.handles)
        self.handles[number] = value
        return Ref(number, (), f"{type(value).__module__}.{type(value).__qualname__}"[:200])


def _plain(value: Any, depth: int = 0) -> Any:
    """`value` with jax arrays and NumPy scalars as NumPy arrays, mappings as dicts."""
    if depth > wire.MAX_DEPTH:
        return value
    jax = sys.modules.get("jax")
    if jax is not None and isinstance(value, jax.Array) and not isinstance(value, jax.core.Tracer):
        if jax.dtypes.issubdtype(value.dtype, jax.dtypes.prng_key):
            return value
        return np.asarray(value)
    if isinstance(value, np.ndarray | np.generic):
        return np.array(value, copy=True, subok=False)
    # A dict of the standard library or of flax only: a subclass of the submission's stays a Ref.
    if type(value) in (dict, collections.OrderedDict, collections.defaultdict) or (
        isinstance(value, Mapping) and type(value).__module__[:4] == "flax"
    ):
        return {key: _plain(part, depth + 1) for key, part in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_plain(part, depth + 1) for part in value)
    # The submission's own NamedTuple is a tuple; a library's, such as an optimizer's state, is
    # something that only the library can use, and stays.
    own = type(value).__module__ == "submission"
    if own and isinstance(value, tuple) and hasattr(type(value), "_fields"):
        return tuple(_plain(part, depth + 1) for part in tuple.__iter__(value))
    return value


def raised(error: BaseException) -> Outcome:
    """`error` as data: its type, its text, and the lines of the submission it passed through."""
    lines: Sequence[tuple[int, str]] = ()
    column: int | None = None
    try:
        if isinstance(error, SyntaxError) and error.filename == FILE:
            lines, column = ((error.lineno or 0, ""),), error.offset
            message = str(error.msg)
        else:
            lines = tuple(_lines(error))
            message = str(error)
    except BaseException as second:  # a __str__ that raises
        message = f"(its text cannot be shown: {type(second).__name__})"
    where = type(error)
    return Outcome(
        Kind.RAISED,
        raised=Raised(str(where.__name__)[:200], message[:4000], tuple(lines)[-20:], column),
    )


def _lines(error: BaseException) -> list[tuple[int, str]]:
    """(line, function) of each frame in the submission, outermost first."""
    found = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == FILE:
            found.append((trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    return found
