"""NumPy pieces that `equations.py` files share: float64, over any leading axes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

Array = np.ndarray


def affine(v: Array, W: Array, b: Array | float = 0.0) -> Array:
    """v @ W + b for v (..., n), W (..., n, m), b (..., m) -> (..., m)."""
    return (v[..., None, :] @ W)[..., 0, :] + b


def cat(*parts: Array) -> Array:
    """The parts side by side on the last axis; their leading axes broadcast."""
    if len({part.shape[:-1] for part in parts}) > 1:
        lead = np.broadcast_shapes(*(part.shape[:-1] for part in parts))
        parts = tuple(np.broadcast_to(part, (*lead, part.shape[-1])) for part in parts)
    return np.concatenate(parts, axis=-1)


def sigmoid(a: Array) -> Array:
    """1 / (1 + exp(-a)) in the form that never overflows."""
    return 0.5 * (1 + np.tanh(0.5 * a))


def softmax(a: Array) -> Array:
    """exp(a) / sum(exp(a)) over the last axis."""
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def relu(a: Array) -> Array:
    return np.maximum(a, 0)


def hard_sigmoid(a: Array) -> Array:
    """jax.nn.hard_sigmoid: clip(a + 3, 0, 6) / 6."""
    return np.clip(a + 3, 0, 6) / 6


def gelu(a: Array) -> Array:
    """jax.nn.gelu's default, the tanh form (Hendrycks and Gimpel, 2016)."""
    return 0.5 * a * (1 + np.tanh(math.sqrt(2 / math.pi) * (a + 0.044715 * a**3)))


def gradient(
    function: Callable[..., Array],
    w: Mapping[str, Array],
    inputs: Sequence[Array],
    c: Array,
    *,
    width: float = 1e-5,
) -> tuple[Any, ...]:
    """Derivatives of <c, function(w, *inputs)> by central differences, error about 1e-10.

    Args:
        function: (w, *inputs, at=point) -> array, over leading axes. `at` is the point itself,
            (w, *inputs), for parts that a stop_gradient holds still.
        w: arrays with one leading axis (over readings); the inputs have none.

    Returns:
        The derivatives (w, *inputs), all with the leading axis of w.
    """
    count = len(next(iter(w.values())))
    rows = [
        _slopes(function, {name: array[i] for name, array in w.items()}, inputs, c, width)
        for i in range(count)
    ]
    stacked = [np.stack(column) for column in zip(*rows, strict=True)]
    return dict(zip(w, stacked, strict=False)), *stacked[len(w) :]


def _slopes(
    function: Callable[..., Array],
    w: Mapping[str, Array],
    inputs: Sequence[Array],
    c: Array,
    width: float,
) -> list[Array]:
    """The derivatives at one point, one array for each of w and the inputs."""
    point = [np.asarray(part, np.float64) for part in (*w.values(), *inputs)]
    ends = np.cumsum([part.size for part in point])[:-1]
    flat = np.concatenate([np.ravel(part) for part in point])

    def named(parts: Sequence[Array]) -> tuple[Any, ...]:
        return dict(zip(w, parts, strict=False)), *parts[len(w) :]

    def value(many: Array) -> Array:
        parts = [
            piece.reshape(-1, *part.shape)
            for piece, part in zip(np.split(many, ends, axis=-1), point, strict=True)
        ]
        return np.sum(function(*named(parts), at=named(point)) * c, axis=-1)

    nudges = width * np.eye(len(flat))
    slope = (value(flat + nudges) - value(flat - nudges)) / (2 * width)
    pieces = np.split(np.broadcast_to(slope, flat.shape), ends)
    return [piece.reshape(part.shape) for piece, part in zip(pieces, point, strict=True)]


def derivatives(
    function: Callable[..., Any], args: tuple[Any, ...], c: Any, *, width: float = 1e-5
) -> tuple[Any, ...]:
    """Derivatives of <c, function(*args)> by central differences, error about 1e-10.

    Args:
        function: (*args, at=args) -> arrays, or tuples, lists and dicts of them. `at` is the point
            itself, for parts that a stop_gradient holds still.
        args: float arrays, and tuples, lists and dicts of them.
        c: cotangents, in the form of what `function` returns.

    Returns:
        One derivative for each array of `args`, in the form of `args`.
    """
    point = tuple(_floats(part) for part in args)

    def inner(one: Any, other: Any) -> float:
        return sum(float(np.sum(a * b)) for a, b in zip(_leaves(one), _leaves(other), strict=True))

    slopes = []
    for array in _leaves(point):
        slope = np.zeros_like(array)
        for index in np.ndindex(array.shape):
            before = array[index]
            ends = []
            for nudged in (before + width, before - width):
                array[index] = nudged
                ends.append(inner(c, function(*point, at=args)))
            array[index] = before
            slope[index] = (ends[0] - ends[1]) / (2 * width)
        slopes.append(slope)
    taken = iter(slopes)
    return tuple(_filled(part, taken) for part in point)


def _floats(value: Any) -> Any:
    """A copy of a structure, its arrays in float64."""
    if isinstance(value, dict):
        return {key: _floats(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_floats(part) for part in value)
    return np.array(value, np.float64)


def _leaves(value: Any) -> list[Array]:
    """The arrays of a structure, in its order; dicts by key."""
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in _leaves(value[key])]
    if isinstance(value, list | tuple):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value]


def _filled(value: Any, leaves: Iterator[Array]) -> Any:
    """The structure of `value` holding the next of `leaves`."""
    if isinstance(value, dict):
        new = {key: _filled(value[key], leaves) for key in sorted(value)}
        return {key: new[key] for key in value}
    if isinstance(value, list | tuple):
        return type(value)(_filled(part, leaves) for part in value)
    return next(leaves)
