"""A function traced once for each form of its arguments, then evaluated in NumPy.

Tracing compiles nothing, and a traced program cannot answer differently the second time. XLA would
need about 30 ms for each operation of each new shape, or half a second for a small program as a
whole; here an operation costs some microseconds. What has no rule below goes to XLA by itself, and
so does a loop that is too long, so that every program can be evaluated; float32 answers agree with
XLA's to a few units in the last place. Runs beside the submission, and is trusted no more than it.
"""

from __future__ import annotations

import contextvars
import functools
import math
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.extend.core
import jax.numpy as jnp
import numpy as np

from grader.runner.arithmetic import as_xla
from grader.runner.rules import FLOAT, Run, is_key, known, rule_for

# Steps of a loop after which XLA is quicker, compiling included: 50 ms or so.
MOST_STEPS = 20_000
# What a step takes that XLA does by itself, in steps.
FOREIGN = 300

# Whether JAX is asked to run something because there is no rule for it: see `grader.runner.eager`.
for_xla = contextvars.ContextVar("for_xla", default=False)


class Traced:
    """`function` as a traced program. Arguments that are not arrays are traced too, as by jax.jit.

    Called with tracers, by a transformation or another `Traced`, it replays the program: the
    submission's own Python runs once for each form of the arguments.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._programs: dict[Any, tuple[Any, Any, Run]] = {}

    def __call__(self, *args: Any) -> Any:
        leaves, form = jax.tree_util.tree_flatten(args)
        key = (form, *map(_kind, leaves))
        if key not in self._programs:
            self._programs[key] = self._traced(args)
        closed, out_form, run = self._programs[key]
        if any(map(_is_traced, leaves)):
            found = jax.core.eval_jaxpr(closed.jaxpr, closed.consts, *leaves)
        else:
            avals = closed.in_avals
            arrays = [here(a, aval.dtype) for a, aval in zip(leaves, avals, strict=True)]
            with as_xla():
                found = run(*_constants(closed), *arrays)
            kinds = [aval.dtype for aval in closed.out_avals]
            found = [theirs(v, k) if is_key(k) else v for v, k in zip(found, kinds, strict=True)]
        return jax.tree_util.tree_unflatten(out_form, found)

    def _traced(self, args: tuple[Any, ...]) -> tuple[Any, Any, Run]:
        # Through a function of our own: jax keeps traces by function, and would give an old one.
        closed, shape = jax.make_jaxpr(lambda *a: self._function(*a), return_shape=True)(*args)
        short = closed.replace(
            jaxpr=closed.jaxpr.replace(eqns=needed(closed.jaxpr)), consts=_kept(closed.consts)
        )
        return short, jax.tree_util.tree_structure(shape), program(short.jaxpr)


def _kind(value: Any) -> Any:
    """What tracing depends on: shape, type, and whether it is as weak as a Python number's."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype, False
    weak = getattr(value, "weak_type", isinstance(value, bool | int | float))
    return jnp.shape(value), jax.dtypes.result_type(value), weak


def here(value: Any, dtype: Any) -> Any:
    """A value as it is held here: a NumPy array; a random key as its words; others as they are."""
    if known(dtype):
        return np.asarray(value, dtype)
    return np.asarray(jax.random.key_data(value)) if is_key(dtype) else value


def theirs(value: Any, dtype: Any) -> Any:
    """The same for XLA."""
    if is_key(dtype):
        return jax.random.wrap_key_data(jnp.asarray(value), impl="threefry2x32")
    return jnp.asarray(value) if known(dtype) else value


def _constants(closed: Any) -> list[Any]:
    return [here(c, getattr(c, "dtype", FLOAT)) for c in getattr(closed, "consts", ())]


def _kept(constants: Sequence[Any]) -> list[Any]:
    """Constants as they are now: NumPy's arrays, and what JAX made of them without a copy, can be
    written to later."""
    return [
        np.array(c) if known(getattr(c, "dtype", None)) and not _is_traced(c) else c
        for c in constants
    ]


def _is_traced(value: Any) -> bool:
    return isinstance(value, jax.core.Tracer)


# --- programs --------------------------------------------------------------------------------


def program(jaxpr: Any) -> Run:
    """What evaluates a jaxpr: (*constants, *arguments) -> list of results."""
    places: dict[Any, int] = {}
    filled: list[Any] = []

    def place(var: Any) -> int:
        if hasattr(var, "val"):  # a literal
            filled.extend(_kept([here(var.val, var.aval.dtype)]))
            return len(filled) - 1
        if var not in places:
            places[var] = len(filled)
            filled.append(None)
        return places[var]

    given = [place(var) for var in (*jaxpr.constvars, *jaxpr.invars)]
    steps = [
        (evaluated(eqn), [place(v) for v in eqn.invars], [place(v) for v in eqn.outvars])
        for eqn in jaxpr.eqns
    ]
    wanted = [place(var) for var in jaxpr.outvars]

    def run(*values: Any) -> list[Any]:
        memory = filled.copy()
        for index, value in zip(given, values, strict=True):
            memory[index] = value
        for step, sources, targets in steps:
            result = step(*[memory[i] for i in sources])
            if len(targets) == 1 and not isinstance(result, list | tuple):
                memory[targets[0]] = result
            else:
                for index, value in zip(targets, result, strict=True):
                    memory[index] = value
        return [memory[i] for i in wanted]

    return run


def needed(jaxpr: Any) -> list[Any]:
    """The equations that the results or an effect need, in order."""
    live = {var for var in jaxpr.outvars if not hasattr(var, "val")}
    kept = []
    for eqn in reversed(jaxpr.eqns):
        if eqn.effects or any(var in live for var in eqn.outvars):
            kept.append(eqn)
            live.update(var for var in eqn.invars if not hasattr(var, "val"))
    return kept[::-1]


def evaluated(eqn: Any) -> Run:
    """What evaluates one equation: by its rule, else by XLA."""
    if eqn.primitive.name in CONTROL and has_rule(eqn):
        return CONTROL[eqn.primitive.name](eqn)
    return rule_for(eqn) or _by_xla(eqn)


def has_rule(eqn: Any) -> bool:
    """Whether NumPy evaluates an equation, if perhaps not all that is inside it."""
    if eqn.primitive.name == "scan":
        return _steps(eqn) <= MOST_STEPS
    if eqn.primitive.name == "while":  # under vmap each row has an end of its own
        return eqn.params["cond_jaxpr"].out_avals[0].shape == ()
    return eqn.primitive.name in CONTROL or rule_for(eqn) is not None


def _steps(eqn: Any) -> int:
    """How many steps an equation takes, a `while` for each time round."""
    inside = [sum(map(_steps, jaxpr.eqns)) for jaxpr in map(_jaxpr, _programs(eqn.params))]
    if eqn.primitive.name == "scan":
        return int(eqn.params["length"] * (1 + sum(inside)))
    if eqn.primitive.name in CONTROL:
        return 1 + sum(inside)
    return 1 if rule_for(eqn) else FOREIGN


def _programs(params: Any) -> list[Any]:
    """The programs inside an equation, each once."""
    found = [params[k] for k in ("jaxpr", "call_jaxpr", "fun_jaxpr") if k in params][:1]
    found += [params[k] for k in ("cond_jaxpr", "body_jaxpr") if k in params]
    return [*found, *params.get("branches", ())]


def _jaxpr(part: Any) -> Any:
    return getattr(part, "jaxpr", part)


def _by_xla(eqn: Any) -> Run:
    """The equation as a program of its own, for jax to run."""
    varying = list(dict.fromkeys(var for var in eqn.invars if not hasattr(var, "val")))
    at = [(eqn.invars.index(var), getattr(var.aval, "dtype", None)) for var in varying]
    kinds = [getattr(var.aval, "dtype", None) for var in eqn.outvars]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # no names for its arguments
        alone = jax.extend.core.Jaxpr([], varying, eqn.outvars, [eqn], eqn.effects)

    def run(*values: Any) -> list[Any]:
        given = [theirs(values[i], kind) for i, kind in at]
        told = for_xla.set(True)
        try:
            found = jax.core.eval_jaxpr(alone, [], *given)
        finally:
            for_xla.reset(told)
        return [here(value, kind) for value, kind in zip(found, kinds, strict=True)]

    return run


# --- control flow: an equation -> what evaluates it ---------------------------------------------


def inner(part: Any) -> Run:
    """What evaluates a program inside a program, its constants filled in."""
    jaxpr = _jaxpr(part)
    constants = _kept(_constants(part))
    run = program(jaxpr.replace(eqns=needed(jaxpr)))
    return lambda *values: run(*constants, *values)


def _called(eqn: Any) -> Run:
    return inner(_programs(eqn.params)[0])


def _scan(eqn: Any) -> Run:
    """As jax.lax.scan: constants, carry, rows of the inputs; carry and stacked rows of results."""
    params = eqn.params
    body, length = inner(params["jaxpr"]), params["length"]
    fixed, carried = _counts(params)
    outs = params["jaxpr"].out_avals[carried:]

    def run(*values: Any) -> list[Any]:
        constants, inputs = values[:fixed], values[fixed + carried :]
        carry: Sequence[Any] = values[fixed : fixed + carried]
        rows: list[Any] = [None] * length
        for t in reversed(range(length)) if params["reverse"] else range(length):
            found = body(*constants, *carry, *[x[t] for x in inputs])
            carry, rows[t] = found[:carried], found[carried:]
        stacked = [
            _stacked([row[i] for row in rows], aval) for i, aval in enumerate(outs)
        ]  # fmt: skip
        return [*carry, *stacked]

    return run


def _counts(params: Any) -> tuple[int, int]:
    """How many operands of a scan are constants and how many its carry; from JAX 0.12 on they stand
    in a tree."""
    if "ft_in" not in params:
        return params["num_consts"], params["num_carry"]
    constants, carry, _ = params["ft_in"].unpack()
    return len(list(constants)), len(list(carry))


def _stacked(rows: list[Any], aval: Any) -> Any:
    if is_key(aval.dtype):
        return np.stack(rows) if rows else np.zeros((0, *aval.shape, 2), np.uint32)
    if not known(aval.dtype):
        return jnp.stack(rows) if rows else jnp.zeros((0, *aval.shape), aval.dtype)
    return np.stack(rows) if rows else np.zeros((0, *aval.shape), aval.dtype)


def _while(eqn: Any) -> Run:
    """As jax.lax.while_loop; when it goes on for long, XLA ends it."""
    params = eqn.params
    most = math.ceil(MOST_STEPS / _steps(eqn))
    ended = functools.cache(lambda: _by_xla(eqn))
    test, body = inner(params["cond_jaxpr"]), inner(params["body_jaxpr"])
    of_test, of_body = params["cond_nconsts"], params["body_nconsts"]

    def run(*values: Any) -> Sequence[Any]:
        for_test, for_body = values[:of_test], values[of_test : of_test + of_body]
        carry: Sequence[Any] = values[of_test + of_body :]
        for _ in range(most):
            if not bool(test(*for_test, *carry)[0]):
                return carry
            carry = body(*for_body, *carry)
        found: Sequence[Any] = ended()(*for_test, *for_body, *carry)
        return found

    return run


def _cond(eqn: Any) -> Run:
    branches = [inner(branch) for branch in eqn.params["branches"]]

    def run(which: Any, *values: Any) -> Any:
        return branches[min(max(int(which), 0), len(branches) - 1)](*values)

    return run


CONTROL: dict[str, Callable[[Any], Run]] = {
    **dict.fromkeys(
        ("jit", "pjit", "closed_call", "core_call", "custom_jvp_call", "custom_vjp_call",
         "custom_vjp_call_jaxpr", "remat", "remat2", "checkpoint"), _called,
    ),
    "scan": _scan, "while": _while, "cond": _cond,
}  # fmt: skip
