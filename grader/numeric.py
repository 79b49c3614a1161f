"""NumPy pieces that `equations.py` files share: float64, over any leading axes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

Array = np.ndarray


def affine(v: Array, W: Array, b: Array | float = 0.0) -> Array:
    """v @ W + b for v (..., n), W (..., n, m), b (..., m) -> (..., m)."""
    return (v[..., None, :] @ W)[..., 0, :] + b


def cat(*parts: Array) -> Array:
    """The parts side by side on the last axis; their leading axes broadcast."""
    lead = np.broadcast_shapes(*(part.shape[:-1] for part in parts))
    wide = [np.broadcast_to(part, (*lead, part.shape[-1])) for part in parts]
    return np.concatenate(wide, axis=-1)


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
    step: Callable[..., Array],
    w: Mapping[str, Array],
    x: Array,
    h: Array,
    c: Array,
    *,
    width: float = 1e-5,
) -> tuple[dict[str, Array], Array, Array]:
    """Derivatives of <c, step(w, x, h)> by central differences, error about 1e-10 in float64.

    Args:
        step: (w, x, h, at) -> (..., H), over leading axes; `at` is the point itself, for parts
            that a stop_gradient holds still.
        w: arrays with one leading axis (over readings), x (D,), h (H,), c (H,).

    Returns:
        The derivatives in the shapes of w, and of x and h with the leading axis of w.
    """
    names = list(w)
    count = len(w[names[0]])
    rows = []
    for i in range(count):
        point = [*(w[name][i].astype(np.float64) for name in names), x, h]
        sizes = [part.size for part in point]
        flat = np.concatenate([np.ravel(part) for part in point]).astype(np.float64)
        nudges = width * np.eye(len(flat))

        def value(flat_many: Array, point: list[Array] = point, sizes: list[int] = sizes) -> Array:
            pieces = np.split(flat_many, np.cumsum(sizes)[:-1], axis=-1)
            shaped = [
                piece.reshape(-1, *part.shape) for piece, part in zip(pieces, point, strict=True)
            ]
            at = (dict(zip(names, point, strict=False)), point[-2], point[-1])
            weights = dict(zip(names, shaped, strict=False))
            return np.sum(step(weights, shaped[-2], shaped[-1], at) * c, axis=-1)

        slope = (value(flat + nudges) - value(flat - nudges)) / (2 * width)
        slope = np.broadcast_to(slope, flat.shape)
        pieces = np.split(slope, np.cumsum(sizes)[:-1])
        rows.append([p.reshape(part.shape) for p, part in zip(pieces, point, strict=True)])
    stacked = [np.stack(column) for column in zip(*rows, strict=True)]
    return dict(zip(names, stacked, strict=False)), stacked[-2], stacked[-1]
