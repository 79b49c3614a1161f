"""A function traced once for each form of its arguments, then evaluated in NumPy.

Tracing compiles nothing, and a traced program cannot answer differently the second time. XLA would
need about 30 ms for each operation of each new shape, or half a second for a small program as a
whole; here an operation costs some microseconds. What has no rule below goes to XLA by itself, so
that every program can be evaluated; float32 answers agree with XLA's to a few units in the last
place. Runs beside the submission, and is trusted no more than it.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.extend.core
import jax.numpy as jnp
import numpy as np

from grader.runner import threefry

Run = Callable[..., Any]  # arrays in, one array or a sequence of them out

FLOAT = np.dtype("float32")
EXACT = {np.dtype(name) for name in ("int32", "uint32", "bool")}


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
        if any(isinstance(leaf, jax.core.Tracer) for leaf in leaves):
            found = jax.core.eval_jaxpr(closed.jaxpr, closed.consts, *leaves)
        else:
            avals = closed.in_avals
            arrays = [_here(a, aval.dtype) for a, aval in zip(leaves, avals, strict=True)]
            with np.errstate(all="ignore"):
                found = run(*_constants(closed), *arrays)
            kinds = [aval.dtype for aval in closed.out_avals]
            found = [_theirs(v, k) if _is_key(k) else v for v, k in zip(found, kinds, strict=True)]
        return jax.tree_util.tree_unflatten(out_form, found)

    def _traced(self, args: tuple[Any, ...]) -> tuple[Any, Any, Run]:
        # Through a function of our own: jax keeps traces by function, and would give an old one.
        closed, shape = jax.make_jaxpr(lambda *a: self._function(*a), return_shape=True)(*args)
        short = closed.replace(jaxpr=closed.jaxpr.replace(eqns=_needed(closed.jaxpr)))
        return short, jax.tree_util.tree_structure(shape), program(short.jaxpr)


def _kind(value: Any) -> Any:
    """What tracing depends on: shape, type, and whether it is as weak as a Python number's."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype, False
    weak = getattr(value, "weak_type", isinstance(value, bool | int | float))
    return jnp.shape(value), jax.dtypes.result_type(value), weak


def _here(value: Any, dtype: Any) -> Any:
    """A value as it is held here: a NumPy array; a random key as its words; others as they are."""
    if _known(dtype):
        return np.asarray(value, dtype)
    return np.asarray(jax.random.key_data(value)) if _is_key(dtype) else value


def _theirs(value: Any, dtype: Any) -> Any:
    """The same for XLA."""
    if _is_key(dtype):
        return jax.random.wrap_key_data(jnp.asarray(value), impl="threefry2x32")
    return jnp.asarray(value) if _known(dtype) else value


def _known(dtype: Any) -> bool:
    return isinstance(dtype, np.dtype) and (dtype == FLOAT or dtype in EXACT)


def _is_key(dtype: Any) -> bool:
    return str(dtype) == "key<fry>"


def _constants(closed: Any) -> list[Any]:
    return [_here(c, getattr(c, "dtype", FLOAT)) for c in getattr(closed, "consts", ())]


# --- programs --------------------------------------------------------------------------------


def program(jaxpr: Any) -> Run:
    """What evaluates a jaxpr: (*constants, *arguments) -> list of results."""
    places: dict[Any, int] = {}
    filled: list[Any] = []

    def place(var: Any) -> int:
        if hasattr(var, "val"):  # a literal
            filled.append(_here(var.val, var.aval.dtype))
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


def _needed(jaxpr: Any) -> list[Any]:
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
    name = eqn.primitive.name
    if name in CONTROL:
        return CONTROL[name](eqn.params)
    kinds = [getattr(var.aval, "dtype", None) for var in (*eqn.invars, *eqn.outvars)]
    rule = None
    if name in RULES and all(map(_known, kinds)):
        if name not in FLOATS_ONLY or all(kind == FLOAT for kind in kinds):
            rule = RULES[name](eqn)
    elif name in RANDOM and all(_known(kind) or _is_key(kind) for kind in kinds):
        rule = RANDOM[name](eqn) if jax.config.jax_threefry_partitionable else None
    return rule or _by_xla(eqn)


def _by_xla(eqn: Any) -> Run:
    """The equation as a program of its own, for jax to run."""
    varying = list(dict.fromkeys(var for var in eqn.invars if not hasattr(var, "val")))
    at = [(eqn.invars.index(var), getattr(var.aval, "dtype", None)) for var in varying]
    kinds = [getattr(var.aval, "dtype", None) for var in eqn.outvars]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # no names for its arguments
        alone = jax.extend.core.Jaxpr([], varying, eqn.outvars, [eqn], eqn.effects)

    def run(*values: Any) -> list[Any]:
        found = jax.core.eval_jaxpr(alone, [], *[_theirs(values[i], kind) for i, kind in at])
        return [_here(value, kind) for value, kind in zip(found, kinds, strict=True)]

    return run


# --- rules: an equation -> what evaluates it, or None for XLA ---------------------------------

Rule = Callable[[Any], Run | None]


def _plain(function: Run) -> Rule:
    return lambda eqn: function


def _logistic(x: np.ndarray) -> np.ndarray:
    return np.reciprocal(np.float32(1) + np.exp(-x))


def _convert(eqn: Any) -> Run | None:
    source, target = eqn.invars[0].aval.dtype, eqn.outvars[0].aval.dtype
    if source == FLOAT and target != FLOAT:
        return None  # out of range, XLA saturates and NumPy does not say
    return lambda x: np.asarray(x).astype(target)


def _broadcast(eqn: Any) -> Run:
    shape, axes = eqn.params["shape"], eqn.params["broadcast_dimensions"]
    source = [1] * len(shape)
    for axis, size in zip(axes, eqn.invars[0].aval.shape, strict=True):
        source[axis] = size
    return lambda x, *_: np.broadcast_to(np.reshape(x, source), shape)


def _reshape(eqn: Any) -> Run | None:
    if eqn.params.get("dimensions") is not None:
        return None
    shape = eqn.outvars[0].aval.shape
    return lambda x, *_: np.reshape(x, shape)


def _slice(eqn: Any) -> Run:
    starts, limits = eqn.params["start_indices"], eqn.params["limit_indices"]
    strides = eqn.params["strides"] or (1,) * len(starts)
    cut = tuple(slice(*bounds) for bounds in zip(starts, limits, strides, strict=True))
    return lambda x: x[cut]


def _window(shape: Sequence[int], sizes: Sequence[int], starts: Sequence[Any]) -> tuple[slice, ...]:
    """A window moved inside the array, as XLA does with one that would stick out."""
    found = []
    for length, size, start in zip(shape, sizes, starts, strict=True):
        first = min(max(int(start), 0), length - size)
        found.append(slice(first, first + size))
    return tuple(found)


def _dynamic_slice(eqn: Any) -> Run:
    sizes = eqn.params["slice_sizes"]
    return lambda x, *starts: x[_window(x.shape, sizes, starts)]


def _dynamic_update(eqn: Any) -> Run:
    def run(x: np.ndarray, update: np.ndarray, *starts: Any) -> np.ndarray:
        new = np.array(x)
        new[_window(x.shape, np.shape(update), starts)] = update
        return new

    return run


def _pad(eqn: Any) -> Run | None:
    config = eqn.params["padding_config"]
    if any(low < 0 or high < 0 or inner for low, high, inner in config):
        return None
    widths = [(low, high) for low, high, _ in config]
    return lambda x, value: np.pad(x, widths, constant_values=value)


def _iota(eqn: Any) -> Run | None:
    if eqn.invars:
        return None
    params, shape = eqn.params, eqn.outvars[0].aval.shape
    line = np.arange(shape[params["dimension"]], dtype=params["dtype"])
    whole = np.broadcast_to(np.expand_dims(line, [
        axis for axis in range(len(shape)) if axis != params["dimension"]
    ]), shape)  # fmt: skip
    return lambda: whole


def _select(eqn: Any) -> Run | None:
    if len(eqn.invars) != 3 or eqn.invars[0].aval.dtype != bool:
        return None
    return lambda which, no, yes: np.where(which, yes, no)


def _reduced(function: Any) -> Rule:
    def rule(eqn: Any) -> Run | None:
        axes, aval = tuple(eqn.params["axes"]), eqn.invars[0].aval
        if math.prod(aval.shape) == 0:
            return None
        return lambda x: function.reduce(x, axis=axes, dtype=aval.dtype)

    return rule


def _cumulated(function: Any) -> Rule:
    def rule(eqn: Any) -> Run:
        axis, back = eqn.params["axis"], eqn.params["reverse"]
        if back:
            return lambda x: np.flip(function.accumulate(np.flip(x, axis), axis), axis)
        return lambda x: function.accumulate(x, axis)

    return rule


def _dot(eqn: Any) -> Run | None:
    """Both factors as (batch, free, summed) and (batch, summed, free), then one product."""
    (left_sum, right_sum), (left_batch, right_batch) = eqn.params["dimension_numbers"]
    left, right = (var.aval.shape for var in eqn.invars)
    left_free = [a for a in range(len(left)) if a not in (*left_sum, *left_batch)]
    right_free = [a for a in range(len(right)) if a not in (*right_sum, *right_batch)]
    batch = [left[a] for a in left_batch]
    summed = math.prod(left[a] for a in left_sum)
    rows, columns = [left[a] for a in left_free], [right[a] for a in right_free]
    left_order = (*left_batch, *left_free, *left_sum)
    right_order = (*right_batch, *right_sum, *right_free)
    left_shape = (math.prod(batch), math.prod(rows), summed)
    right_shape = (math.prod(batch), summed, math.prod(columns))
    shape = (*batch, *rows, *columns)

    def run(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        a = np.transpose(a, left_order).reshape(left_shape)
        b = np.transpose(b, right_order).reshape(right_shape)
        return np.matmul(a, b).reshape(shape)

    return run


def _erf(eqn: Any) -> Run | None:
    if math.prod(eqn.invars[0].aval.shape) > 16:
        return None
    return lambda x: np.vectorize(math.erf, otypes=[np.float32])(x)


def _shift(eqn: Any) -> Run | None:
    return np.right_shift if eqn.invars[0].aval.dtype == np.uint32 else None


def _bitcast(eqn: Any) -> Run | None:
    source, target = eqn.invars[0].aval.dtype, eqn.outvars[0].aval.dtype
    if source.itemsize != target.itemsize:
        return None
    return lambda x: np.asarray(x).view(target)


def _one_key(rule: Rule) -> Rule:
    """The rule where the first operand is a single key."""
    return lambda eqn: rule(eqn) if eqn.invars[0].aval.ndim == 0 else None


def _seed(eqn: Any) -> Run | None:
    return threefry.seeded if _is_key(eqn.outvars[0].aval.dtype) else None


def _random_bits(eqn: Any) -> Run | None:
    if eqn.params["bit_width"] != 32:
        return None
    return lambda key: threefry.bits(key, eqn.params["shape"])


def _integer_power(eqn: Any) -> Run:
    power = eqn.params["y"]
    return lambda x: np.power(x, power)


# Where XLA and NumPy differ for whole numbers, or would give another type.
FLOATS_ONLY = {
    "div", "exp", "exp2", "log", "log1p", "expm1", "tanh", "sin", "cos", "tan", "sinh", "cosh",
    "asinh", "acosh", "atanh", "sqrt", "rsqrt", "cbrt", "logistic", "pow", "integer_pow", "floor",
    "ceil", "sign", "square", "reduce_sum", "reduce_prod", "dot_general", "cumsum", "cumprod",
    "cummax", "cummin", "erf", "erf_inv", "nextafter",
}  # fmt: skip

RULES: dict[str, Rule] = {
    **{name: _plain(function) for name, function in {
        "add": np.add, "add_any": np.add, "sub": np.subtract, "mul": np.multiply,
        "div": np.divide, "neg": np.negative, "max": np.maximum, "min": np.minimum,
        "pow": np.power, "exp": np.exp, "exp2": np.exp2, "log": np.log, "log1p": np.log1p,
        "expm1": np.expm1, "tanh": np.tanh, "sin": np.sin, "cos": np.cos, "tan": np.tan,
        "sinh": np.sinh, "cosh": np.cosh, "asinh": np.arcsinh, "acosh": np.arccosh,
        "atanh": np.arctanh, "sqrt": np.sqrt, "cbrt": np.cbrt, "logistic": _logistic,
        "rsqrt": lambda x: np.reciprocal(np.sqrt(x)), "abs": np.abs, "sign": np.sign,
        "floor": np.floor, "ceil": np.ceil, "square": np.square, "is_finite": np.isfinite,
        "eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal,
        "gt": np.greater, "ge": np.greater_equal, "and": np.bitwise_and, "or": np.bitwise_or,
        "xor": np.bitwise_xor, "not": np.invert, "copy": lambda x: x, "copy_p": lambda x: x,
        "stop_gradient": lambda x: x,
        "clamp": lambda low, x, high: np.minimum(np.maximum(x, low), high),
    }.items()},
    "convert_element_type": _convert, "broadcast_in_dim": _broadcast, "reshape": _reshape,
    "slice": _slice, "dynamic_slice": _dynamic_slice, "dynamic_update_slice": _dynamic_update,
    "pad": _pad, "iota": _iota, "select_n": _select, "dot_general": _dot,
    "integer_pow": _integer_power, "erf": _erf, "shift_right_logical": _shift,
    "bitcast_convert_type": _bitcast, "erf_inv": _plain(threefry.erf_inv),
    "nextafter": _plain(np.nextafter),
    "transpose": lambda eqn: lambda x: np.transpose(x, eqn.params["permutation"]),
    "squeeze": lambda eqn: lambda x: np.squeeze(x, tuple(eqn.params["dimensions"])),
    "rev": lambda eqn: lambda x: np.flip(x, tuple(eqn.params["dimensions"])),
    "concatenate": lambda eqn: lambda *parts: np.concatenate(parts, eqn.params["dimension"]),
    "split": lambda eqn: lambda x: np.split(
        x, np.cumsum(eqn.params["sizes"])[:-1], eqn.params["axis"]
    ),
    "reduce_sum": _reduced(np.add), "reduce_prod": _reduced(np.multiply),
    "reduce_max": _reduced(np.maximum), "reduce_min": _reduced(np.minimum),
    "cumsum": _cumulated(np.add), "cumprod": _cumulated(np.multiply),
    "cummax": _cumulated(np.maximum), "cummin": _cumulated(np.minimum),
}  # fmt: skip

RANDOM: dict[str, Rule] = {
    "random_seed": _seed, "random_wrap": _plain(lambda words: words),
    "random_unwrap": _plain(lambda words: words), "random_bits": _one_key(_random_bits),
    "random_fold_in": _one_key(lambda eqn: threefry.folded if not eqn.invars[1].aval.ndim else None),
    "random_split": _one_key(lambda eqn: lambda key: threefry.split(key, eqn.params["shape"])),
}  # fmt: skip


# --- control flow: parameters -> what evaluates it --------------------------------------------


def closed(part: Any) -> Run:
    """What evaluates a program inside a program, its constants filled in."""
    inner = getattr(part, "jaxpr", part)
    constants = _constants(part)
    run = program(inner.replace(eqns=_needed(inner)))
    return lambda *values: run(*constants, *values)


def _called(params: Any) -> Run:
    return closed(next(params[k] for k in ("jaxpr", "call_jaxpr", "fun_jaxpr") if k in params))


def _scan(params: Any) -> Run:
    """As jax.lax.scan: constants, carry, rows of the inputs; carry and stacked rows of results."""
    body, length = closed(params["jaxpr"]), params["length"]
    fixed, carried = params["num_consts"], params["num_carry"]
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


def _stacked(rows: list[Any], aval: Any) -> Any:
    if not _known(aval.dtype):
        return jnp.stack(rows)
    return np.stack(rows) if rows else np.zeros((0, *aval.shape), aval.dtype)


def _while(params: Any) -> Run:
    test, body = closed(params["cond_jaxpr"]), closed(params["body_jaxpr"])
    of_test, of_body = params["cond_nconsts"], params["body_nconsts"]

    def run(*values: Any) -> Sequence[Any]:
        for_test, for_body = values[:of_test], values[of_test : of_test + of_body]
        carry: Sequence[Any] = values[of_test + of_body :]
        while bool(test(*for_test, *carry)[0]):
            carry = body(*for_body, *carry)
        return carry

    return run


def _cond(params: Any) -> Run:
    branches = [closed(branch) for branch in params["branches"]]

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
