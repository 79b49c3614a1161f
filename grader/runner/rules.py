"""How one equation of a traced program is evaluated in NumPy: an equation -> a function, or None.

A rule is there where NumPy means the same as XLA for the types it gets; None leaves the equation to
XLA. Random keys are held as their two words. The names are those of JAX's primitives.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np

from grader.runner import threefry

Run = Callable[..., Any]  # arrays in, one array or a sequence of them out
Rule = Callable[[Any], Run | None]

FLOAT = np.dtype("float32")
EXACT = {np.dtype(name) for name in ("int32", "uint32", "bool")}


def rule_for(eqn: Any) -> Run | None:
    """What evaluates an equation in NumPy, if there is such a rule."""
    name = eqn.primitive.name
    kinds = [getattr(var.aval, "dtype", None) for var in (*eqn.invars, *eqn.outvars)]
    if name in RULES and all(map(known, kinds)):
        if name not in FLOATS_ONLY or all(kind == FLOAT for kind in kinds):
            return RULES[name](eqn)
    elif name in RANDOM and all(known(kind) or is_key(kind) for kind in kinds):
        return RANDOM[name](eqn) if getattr(jax.config, "jax_threefry_partitionable", 0) else None
    return None


def known(dtype: Any) -> bool:
    return isinstance(dtype, np.dtype) and (dtype == FLOAT or dtype in EXACT)


def is_key(dtype: Any) -> bool:
    return str(dtype) == "key<fry>"


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

        def run(x: Any) -> Any:
            # In float64: one after the other in float32 would lose what XLA's tree of sums keeps.
            line = np.flip(x, axis) if back else x
            found = function.accumulate(line, axis, np.float64).astype(x.dtype)
            return np.flip(found, axis) if back else found

        return run

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


def _shift(eqn: Any) -> Run:
    """Zeros move in from the left, whether or not the type has a sign."""
    kind = eqn.invars[0].aval.dtype

    def run(x: Any, by: Any) -> Any:
        return np.right_shift(np.asarray(x).view(np.uint32), np.asarray(by).view(np.uint32)).view(
            kind
        )

    return run


def _bitcast(eqn: Any) -> Run | None:
    source, target = eqn.invars[0].aval.dtype, eqn.outvars[0].aval.dtype
    if source.itemsize != target.itemsize:
        return None
    return lambda x: np.asarray(x).view(target)


def _one_key(rule: Rule) -> Rule:
    """The rule where the first operand is a single key."""
    return lambda eqn: rule(eqn) if eqn.invars[0].aval.ndim == 0 else None


def _seed(eqn: Any) -> Run | None:
    return threefry.seeded if is_key(eqn.outvars[0].aval.dtype) else None


def _random_bits(eqn: Any) -> Run | None:
    if eqn.params["bit_width"] != 32:
        return None
    return lambda key: threefry.bits(key, eqn.params["shape"])


def _threefry(eqn: Any) -> Run:
    return lambda one, two, first, second: threefry.hashed((one, two), first, second)


def _fold_in(eqn: Any) -> Run | None:
    return threefry.folded if eqn.invars[1].aval.ndim == 0 else None


def _integer_power(eqn: Any) -> Run:
    power = eqn.params["y"]
    return lambda x: np.power(x, power)


# Where XLA and NumPy differ for whole numbers, or would give another type.
FLOATS_ONLY = {
    "div", "exp", "exp2", "log", "log1p", "expm1", "tanh", "sin", "cos", "tan", "sinh", "cosh",
    "asinh", "acosh", "atanh", "sqrt", "rsqrt", "cbrt", "logistic", "pow", "integer_pow", "floor",
    "ceil", "sign", "square", "reduce_sum", "reduce_prod", "dot_general", "cumsum", "cumprod",
    "cummax", "cummin", "erf", "erf_inv", "nextafter", "one_minus_square",
}  # fmt: skip

PLAIN: dict[str, Run] = {
    "add": np.add, "add_any": np.add, "sub": np.subtract, "mul": np.multiply,
    "div": np.divide, "neg": np.negative, "max": np.maximum, "min": np.minimum,
    "pow": np.power, "exp": np.exp, "exp2": np.exp2, "log": np.log, "log1p": np.log1p,
    "expm1": np.expm1, "tanh": np.tanh, "sin": np.sin, "cos": np.cos, "tan": np.tan,
    "sinh": np.sinh, "cosh": np.cosh, "asinh": np.arcsinh, "acosh": np.arccosh,
    "atanh": np.arctanh, "sqrt": np.sqrt, "cbrt": np.cbrt, "logistic": _logistic,
    "one_minus_square": lambda x: (np.float32(1) - x) * (np.float32(1) + x),
    "rsqrt": lambda x: np.reciprocal(np.sqrt(x)), "abs": np.abs,
    "sign": lambda x: np.where(x == 0, x, np.sign(x)),  # of -0 it is -0
    "floor": np.floor, "ceil": np.ceil, "square": np.square, "is_finite": np.isfinite,
    "eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal,
    "gt": np.greater, "ge": np.greater_equal, "and": np.bitwise_and, "or": np.bitwise_or,
    "xor": np.bitwise_xor, "not": np.invert, "copy": lambda x: x, "copy_p": lambda x: x,
    "stop_gradient": lambda x: x,
    "clamp": lambda low, x, high: np.minimum(np.maximum(x, low), high),
}  # fmt: skip

RULES: dict[str, Rule] = {
    **{name: _plain(function) for name, function in PLAIN.items()},
    "convert_element_type": _convert, "broadcast_in_dim": _broadcast, "reshape": _reshape,
    "slice": _slice, "dynamic_slice": _dynamic_slice, "dynamic_update_slice": _dynamic_update,
    "pad": _pad, "iota": _iota, "select_n": _select, "dot_general": _dot,
    "integer_pow": _integer_power, "erf": _erf, "shift_right_logical": _shift,
    "bitcast_convert_type": _bitcast, "erf_inv": _plain(threefry.erf_inv),
    "nextafter": _plain(np.nextafter),
    "threefry2x32": _threefry,
    "iota_2x32_shape": lambda eqn: lambda: threefry.counters(eqn.params["shape"]),
    "transpose": lambda eqn: lambda x: np.transpose(x, eqn.params["permutation"]),
    "squeeze": lambda eqn: lambda x: np.squeeze(x, tuple(eqn.params["dimensions"])),
    "rev": lambda eqn: lambda x: np.flip(x, tuple(eqn.params["dimensions"])),
    "concatenate": lambda eqn: lambda *parts: np.concatenate(parts, eqn.params["dimension"]),
    "tile": lambda eqn: lambda x: np.tile(x, tuple(eqn.params["reps"])),
    "stack": lambda eqn: lambda *parts: np.stack(parts, eqn.params["axis"]),
    "unstack": lambda eqn: lambda x: list(np.moveaxis(x, eqn.params["axis"], 0)),
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
    "random_fold_in": _one_key(_fold_in),
    "random_split": _one_key(lambda eqn: lambda key: threefry.split(key, eqn.params["shape"])),
}  # fmt: skip
