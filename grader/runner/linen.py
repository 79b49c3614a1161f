"""Watching and setting Linen parameters without knowing their names. Runs in the runner.

Linen derives a parameter's first value from the path of its module and a counter, so equal seeds
give equal numbers only to equal spellings. Instead of comparing those, `inject` puts the judge's
arrays in the place of each `self.param` *where it is created*, and everything the submission does
afterwards (init then apply, bind, jit, a wrapper module) runs as the learner wrote it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import flax.linen as nn
import jax
import numpy as np
from flax.core.scope import LazyRng

from grader.runner.program import FILE

_original_param = nn.Module.param
_original_variable = nn.Module.variable
_original_init = nn.Module.init_with_output


@dataclasses.dataclass
class Tap:
    """What `self.param` was asked for during one call, and what to answer."""

    answers: dict[str, Any] | None = None
    leaves: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    variables: dict[str, list[int]] = dataclasses.field(default_factory=dict)
    values: dict[str, list[Any]] = dataclasses.field(default_factory=dict)  # as seen, and as made
    follow: bool = True  # have a traced value report itself when the program runs


_tap: Tap | None = None


def _param(self: nn.Module, name: str, init_fn: Callable[..., Any], *args: Any, **kw: Any) -> Any:
    """`nn.Module.param`, seen by the tap."""
    tap = _tap
    if tap is None:
        return _original_param(self, name, init_fn, *args, **kw)
    created = self.scope is None or not self.scope.has_variable("params", name)

    def answered(key: Any, *inner: Any, **keywords: Any) -> Any:
        def start(key: Any) -> Any:
            return init_fn(key, *inner, **keywords)

        try:  # shapes are enough, and drawing the numbers is the slowest part of a GRU step
            value = jax.eval_shape(start, key)
        except Exception:
            value = start(key)
        return _replaced(value, prefix, tap.answers or {})

    prefix = "/".join((*self.path, name))
    use = answered if created and tap.answers is not None else init_fn
    # Flax traces an initializer for its shape whenever it is handed a value, which is a third of
    # the time of a GRU step; what a library's own gives for a shape is known.
    known = (tap.answers or {}).get(prefix)
    if not created and self.scope is not None:
        known = self.scope.get_variable("params", name)
    if _plain(init_fn, args, kw, known):
        with _start_known():
            value = _original_param(self, name, _constant(known), *args, **kw)
    else:
        value = _original_param(self, name, use, *args, **kw)
    _note(tap, prefix, self, value, created)
    return value


def _plain(init_fn: Any, args: tuple[Any, ...], kw: Any, answer: Any) -> bool:
    """Whether `init_fn` is one of jax's own, asked for a float32 array of the answer's shape."""
    if not isinstance(answer, jax.Array | np.ndarray) or kw or len(args) != 1:
        return False
    own = getattr(init_fn, "__module__", "") in ("jax._src.nn.initializers", "jax.nn.initializers")
    return own and type(args[0]) is tuple and args[0] == tuple(answer.shape)


@contextlib.contextmanager
def _start_known() -> Iterator[None]:
    """While Flax declares a parameter whose start is a constant: no key is made for it, and its
    shape, which is known to be right, is not found out by tracing."""
    shape_of, key_of = jax.eval_shape, LazyRng.as_jax_rng
    setattr(jax, "eval_shape", lambda function, *args: function(*args))
    setattr(LazyRng, "as_jax_rng", lambda self: None)
    try:
        yield
    finally:
        setattr(jax, "eval_shape", shape_of)
        setattr(LazyRng, "as_jax_rng", key_of)


def _constant(answer: Any) -> Callable[..., Any]:
    return lambda key, *args: jax.numpy.asarray(answer).astype(jax.numpy.float32)


def _replaced(value: Any, prefix: str, answers: dict[str, Any]) -> Any:
    """`value` with each leaf exchanged for the judge's array of the same path."""
    leaves, treedef = jax.tree_util.tree_flatten_with_path(value)
    new = []
    for path, leaf in leaves:
        name = prefix + jax.tree_util.keystr(path)
        answer = answers.get(name)
        if answer is None:
            raise ValueError(f"parameter {name} was not declared before")
        if tuple(answer.shape) != tuple(leaf.shape):
            raise ValueError(
                f"parameter {name} has shape {tuple(leaf.shape)}, the task asks for "
                f"{tuple(answer.shape)}"
            )
        new.append(jax.numpy.asarray(answer).astype(leaf.dtype))
    return jax.tree_util.tree_unflatten(treedef, new)


def _note(tap: Tap, prefix: str, owner: nn.Module, value: Any, created: bool) -> None:
    """Write down each leaf of a parameter at its first sight."""
    for path, leaf in jax.tree_util.tree_flatten_with_path(value)[0]:
        key = prefix + jax.tree_util.keystr(path)
        traced = isinstance(leaf, jax.core.Tracer)
        concrete = not traced and isinstance(leaf, jax.Array | np.ndarray | np.generic)
        known = tap.leaves.get(key)
        if known is not None:
            if created:
                tap.values[key].append(leaf)
            if concrete and created:  # anew, or only its shape was asked for before
                known["value"], known["traced"], known["created"] = np.asarray(leaf), False, True
            elif concrete and not created and isinstance(known["value"], np.ndarray):
                known["changed"] |= not np.array_equal(known["value"], leaf, equal_nan=True)
            continue
        tap.values[key] = [leaf]
        entry = tap.leaves[key] = {
            "name": key,
            "owner": f"{type(owner).__module__}.{type(owner).__qualname__}"[:200],
            "shape": [int(n) for n in getattr(leaf, "shape", ())],
            "dtype": str(getattr(leaf, "dtype", type(leaf).__name__))[:40],
            "value": np.asarray(leaf) if concrete else None,
            "traced": traced,
            "created": created,
            "changed": False,
            "lines": _lines(),
        }
        if traced and tap.answers is None and tap.follow:
            # Under vmap or scan: the value is known only when it runs.
            jax.debug.callback(functools.partial(_reveal, entry), leaf)


def _reveal(entry: dict[str, Any], value: Any) -> None:
    if list(np.shape(value)) == entry["shape"]:
        entry["value"] = np.asarray(value)


def _lines() -> list[int]:
    """The lines of the submission on the stack, innermost first."""
    found: list[int] = []
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None and len(found) < 12:
        if frame.f_code.co_filename == FILE:
            found.append(frame.f_lineno)
        frame = frame.f_back
    return found


def _variable(self: nn.Module, collection: str, name: str, *args: Any, **kw: Any) -> Any:
    """`nn.Module.variable`, seen by the tap."""
    if _tap is not None:
        _tap.variables.setdefault(f"{collection}/{name}", _lines())
    return _original_variable(self, collection, name, *args, **kw)


def _init(self: nn.Module, *args: Any, **kw: Any) -> Any:
    """`nn.Module.init_with_output`, which `init` calls too, seen by the tap.

    What was seen inside a transformation of Flax, such as nn.remat, ends with it; what init hands
    out lives on.
    """
    found = _original_init(self, *args, **kw)
    if _tap is not None:
        with contextlib.suppress(Exception):  # a module may have made something else of it
            made = jax.tree_util.tree_flatten_with_path(found[1]["params"])[0]
            for path, leaf in made:
                name = "/".join(str(getattr(part, "key", "")) for part in path)
                if name in _tap.values:
                    _tap.values[name].append(leaf)
    return found


@contextlib.contextmanager
def _tapping(tap: Tap) -> Iterator[Tap]:
    global _tap
    before, _tap = _tap, tap
    setattr(nn.Module, "param", _param)
    setattr(nn.Module, "variable", _variable)
    setattr(nn.Module, "init_with_output", _init)
    try:
        yield tap
    finally:
        _tap = before
        setattr(nn.Module, "param", _original_param)
        setattr(nn.Module, "variable", _original_variable)
        setattr(nn.Module, "init_with_output", _original_init)


def _quietly(eager: bool) -> contextlib.AbstractContextManager[Any]:
    return jax.disable_jit() if eager else contextlib.nullcontext()


def declared(function: Callable[..., Any], args: tuple[Any, ...]) -> list[list[Any]]:
    """[name, shape] of each leaf that `function(*args)` declares, also when it then raises."""
    with _tapping(Tap()) as tap, contextlib.suppress(Exception):
        function(*args)
    return [[leaf["name"], leaf["shape"]] for leaf in tap.leaves.values()]


def watch(function: Callable[..., Any], args: tuple[Any, ...], eager: bool) -> dict[str, Any]:
    """Call `function(*args)`; its answer, and every parameter leaf it declared on the way.

    Args:
        eager: switch jit off inside, so that values are there to be seen.

    Returns:
        `answer`; `leaves`, a list of dicts with name, owner (class), shape, dtype, value (None
        where it cannot be seen), traced, created (by init, not only handed to apply), changed
        (apply was handed another value than init made), lines (of the submission, innermost
        first); `variables`, {collection/name: lines} of `self.variable`; `modules`, a list of
        [class, method, path, compact, fields, shapes of the arguments] for each method call of a
        module, outermost first.
    """
    modules: list[list[Any]] = []

    def spy(call: Any, margs: Any, kwargs: Any, context: Any) -> Any:
        module = context.module
        if len(modules) < 200:
            kind = type(module)
            compact = getattr(getattr(kind, context.method_name, None), "compact", False)
            fields = [f.name for f in dataclasses.fields(kind) if f.name not in ("parent", "name")]
            shapes = [list(np.shape(a))[:8] for a in margs[:8] if hasattr(a, "shape")]
            name = f"{kind.__module__}.{kind.__qualname__}"[:200]
            path = "/".join(module.path) if module.scope is not None else ""
            method = context.method_name[:100]
            modules.append([name, method, path, bool(compact), fields[:20], shapes])
        return call(*margs, **kwargs)

    with _quietly(eager), _tapping(Tap()) as tap, nn.intercept_methods(spy):
        answer = function(*args)
        jax.effects_barrier()
    return {
        "answer": answer,
        "leaves": list(tap.leaves.values()),
        "variables": tap.variables,
        "modules": modules,
    }


def reveal(
    function: Callable[..., Any], before: tuple[Any, ...], after: tuple[Any, ...], eager: bool
) -> Callable[..., Any]:
    """g(*args) = (function(*before, *args, *after), {leaf: its value}), for tracing as a whole.

    It cannot be traced where parameters are made inside a jit of the submission's own; with
    `eager` those are switched off.
    """

    def revealed(*args: Any) -> Any:
        with _quietly(eager), _tapping(Tap(follow=False)) as tap:
            answer = function(*before, *args, *after)
            return answer, {name: _last_alive(seen) for name, seen in tap.values.items()}

    return revealed


def _last_alive(seen: list[Any]) -> Any:
    """The last of the values that can be an answer here. What was made while a submission asked for
    shapes only, as by jax.eval_shape, is a tracer of that, and has ended with it."""
    here = getattr(jax.numpy.zeros(()), "_trace", None)
    for value in reversed(seen):
        if not isinstance(value, jax.core.Tracer) or getattr(value, "_trace", here) is here:
            return value
    return seen[-1]


def inject(
    function: Callable[..., Any], before: tuple[Any, ...], after: tuple[Any, ...], eager: bool
) -> Callable[..., Any]:
    """g(leaves, *args) = function(*before, *args, *after), with `leaves` as its parameters.

    Args:
        leaves of g: a dict from leaf name to array, as `watch` named them.
        eager: switch jit off inside, for submissions that jit their own init. A jitted function
            would keep the first call's arrays as constants.
    """

    def injected(leaves: dict[str, Any], *args: Any) -> Any:
        with _quietly(eager), _tapping(Tap(answers=dict(leaves))):
            return function(*before, *args, *after)

    return injected


# Equations that only pass a value on; the line that made it is further back.
_PASSING = {"reshape", "squeeze", "broadcast_in_dim", "convert_element_type", "copy", "slice"}


def used_at(injected: Callable[..., Any], leaves: dict[str, Any], *args: Any) -> dict[str, Any]:
    """Where the submission first uses each leaf and where it makes its result, by tracing.

    Returns:
        `leaves`, {leaf: places}, and `result`: places, each [line, function] of the submission,
        innermost first. Empty where jax keeps no record of them.
    """
    closed = jax.make_jaxpr(injected)(leaves, *args)
    names = [name for name in sorted(leaves)]  # the order in which jax flattens a dict
    variables = dict(zip(names, closed.jaxpr.invars, strict=False))
    equations = closed.jaxpr.eqns
    uses = {
        name: next((_of_equation(e) for e in equations if variable in e.invars), [])
        for name, variable in variables.items()
    }
    wanted, result = closed.jaxpr.outvars[0], []
    for equation in reversed(equations):
        if wanted in equation.outvars:
            if equation.primitive.name not in _PASSING or not equation.invars:
                result = _of_equation(equation)
                break
            wanted = equation.invars[0]
    return {"leaves": uses, "result": result}


def _of_equation(equation: Any) -> list[list[Any]]:
    trace = getattr(equation.source_info, "traceback", None)
    frames = [f for f in trace.frames if f.file_name == FILE] if trace is not None else []
    # A comprehension is a frame of its own up to Python 3.11 only.
    named = [f for f in frames if not str(f.function_name).endswith("comp>")]
    return [[int(frame.line_num), str(frame.function_name)[:100]] for frame in named[:12]]
