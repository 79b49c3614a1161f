"""The usual operations at given shapes: what warms a process, and fills the compile cache.

Public, and the same for every problem but for the shapes: a submission may see what was touched,
and learns nothing from it.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Shape = Sequence[int]


def sweep(shapes: Iterable[Shape]) -> None:
    """Start JAX, and run each operation that fits once at each of the shapes, eagerly."""
    import jax
    import jax.numpy as jnp

    key = jax.random.key(0)
    jax.random.split(key)
    arrays = [jnp.ones(tuple(shape)) for shape in shapes]
    for array in arrays:
        for operation in _alone():
            _quietly(operation, array)
    for one, other in itertools.product(arrays, repeat=2):
        for product in _together(one, other):
            _quietly(product, one, other)
    _start(key, [array.shape for array in arrays])


def _alone() -> list[Callable[[Any], Any]]:
    import jax
    import jax.numpy as jnp

    return [
        jax.nn.sigmoid, jnp.tanh, jnp.negative, jnp.ravel, jnp.zeros_like, jnp.asarray,
        lambda a: 1 - a, lambda a: 1 + a, lambda a: a + a, lambda a: a - a, lambda a: a * a,
        lambda a: a.reshape(-1), lambda a: a.astype(jnp.float32),
    ]  # fmt: skip


def _together(one: Any, other: Any) -> list[Callable[[Any, Any], Any]]:
    import jax.numpy as jnp

    found: list[Callable[[Any, Any], Any]] = []
    if one.ndim == other.ndim == 1:
        found.append(lambda a, b: jnp.concatenate([a, b]))
    if other.ndim == 2 and one.shape[-1:] == other.shape[:1]:
        found += [lambda a, b: a @ b, jnp.dot]
    return found


def _start(key: Any, shapes: Sequence[Shape]) -> None:
    """The usual initializers, alone and inside a module where Flax is loaded."""
    import sys

    import jax

    initializers = jax.nn.initializers
    drawn = [s for s in shapes if len(s) > 1]
    for shape in drawn:
        _quietly(lambda s=shape: initializers.lecun_normal()(key, s))
    if "flax.linen" not in sys.modules:
        return
    from flax import linen as nn

    class Parameters(nn.Module):
        @nn.compact
        def __call__(self) -> None:
            for index, shape in enumerate(shapes):
                start = nn.initializers.lecun_normal() if len(shape) > 1 else nn.initializers.zeros
                self.param(f"p{index}", start, tuple(shape))

    _quietly(lambda: Parameters().apply(Parameters().init(key)))


def _quietly(operation: Callable[..., Any], *arrays: Any) -> None:
    with contextlib.suppress(Exception):  # not every operation takes every shape
        operation(*arrays)
