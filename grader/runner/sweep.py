"""The usual operations at given shapes: what warms a process, and fills the compile cache.

Public, and the same for every problem but for the shapes: a submission may see what was touched,
and learns nothing from it.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

Shape = Sequence[int]


def sweep(shapes: Iterable[Shape]) -> None:
    """Start JAX, and run each operation that fits once at each of the shapes, eagerly."""
    import jax
    import jax.numpy as jnp

    key = jax.random.key(0)
    jax.random.split(key)
    given = [np.ones(tuple(shape), np.float32) for shape in shapes]
    arrays = [jnp.asarray(array) for array in given]
    for first, second in itertools.product(given, repeat=2):  # NumPy's may be handed in as well
        for product in _together(first, second):
            _quietly(product, first, second)
    for array in arrays:
        for operation in _alone():
            _quietly(operation, array)
    for one, other in itertools.product(arrays, repeat=2):
        for product in _together(one, other):
            _quietly(product, one, other)
    _start(key, [array.shape for array in arrays])
    _quietly(_trace, given)


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


def _trace(arrays: Sequence[np.ndarray]) -> None:
    """Trace a program of the usual operations, and its gradients over a batch: what is slow the
    first time is not the program but all of JAX's own code behind it."""
    import jax

    from grader.runner.evaluate import Traced
    from grader.runner.library import Library

    def program(*given: Any) -> Any:
        total = 0.0
        for array in given:
            for operation in _alone():
                total = total + operation(array).sum()
        for one, other in itertools.product(given, repeat=2):
            for product in _together(one, other):
                total = total + product(one, other).sum()
        return total

    traced = Traced(program)
    traced(*arrays)
    rows = [np.stack([array, array]) for array in arrays]
    Traced(jax.vmap(Library.pullback(traced)))(np.ones(2, np.float32), *rows)


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
    from grader.runner import linen
    from grader.runner.evaluate import Traced

    def run(seed: Any) -> Any:
        parameters = Parameters()
        return parameters.apply(parameters.init(jax.random.key(seed))) or seed

    def trace() -> None:
        linen.watch(run, (0,), False)
        _, values = Traced(linen.reveal(run, (), (), False))(0)
        Traced(linen.inject(run, (0,), (), False))(values)

    _quietly(trace)


def _quietly(operation: Callable[..., Any], *arrays: Any) -> None:
    with contextlib.suppress(Exception):  # not every operation takes every shape
        operation(*arrays)
