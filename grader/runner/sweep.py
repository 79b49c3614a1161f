"""The usual operations at given shapes: what warms a process, and what fills the compile cache.

Public, and the same for every problem but for the shapes: a submission may see what was touched,
and learns nothing from it.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

Shape = Sequence[int]


def sweep(shapes: Iterable[Shape]) -> None:
    """Start JAX, and run each operation that fits once at each of the shapes, eagerly."""
    import jax
    import jax.numpy as jnp

    given = [np.ones(tuple(shape), np.float32) for shape in shapes]
    for first, second in itertools.product(given, repeat=2):  # NumPy's may be handed in as well
        for product in _together(first, second):
            _quietly(product, first, second)
    _touch(jax.random.key(0), *map(jnp.asarray, given))
    _quietly(_use_tools, given)


def rest(shapes: Iterable[Shape]) -> None:
    """Usual operations that XLA runs in any case, for NumPy has no rule for them."""
    import jax.numpy as jnp

    for shape in shapes:
        array = jnp.asarray(np.ones(tuple(shape), np.float32))
        for operation in _foreign():
            _quietly(operation, array)


def _foreign() -> list[Callable[[Any], Any]]:
    import jax
    import jax.numpy as jnp

    return [
        jnp.sort, jnp.argsort, jnp.argmax, jnp.argmin, lambda a: a[jnp.asarray([0])],
        lambda a: a.at[0].set(1.0), lambda a: a.at[0].add(1.0), lambda a: a.astype(jnp.int32),
        lambda a: a.astype(jnp.bfloat16), lambda a: jax.nn.gelu(a, approximate=False),
    ]  # fmt: skip


def trace(shapes: Iterable[Shape]) -> None:
    """What of `sweep` can be had before a fork: JAX reads its own code of these operations, and
    keeps what it makes of it. No backend is started."""
    import jax

    from grader.runner.library import Library

    def seeded(seed: Any, *arrays: Any) -> None:
        _touch(jax.random.key(seed), *arrays)

    given = [jax.ShapeDtypeStruct(tuple(shape), np.float32) for shape in shapes]
    rows = [jax.ShapeDtypeStruct((2, *array.shape), np.float32) for array in given]
    slopes = jax.vmap(Library.pullback(_program))
    _quietly(lambda: jax.eval_shape(seeded, 0, *given))
    _quietly(lambda: jax.eval_shape(slopes, jax.ShapeDtypeStruct((2,), np.float32), *rows))


def _touch(key: Any, *arrays: Any) -> None:
    """Each operation once, on arrays or on tracers."""
    import jax

    jax.random.split(key)
    for array in arrays:
        for operation in _alone():
            _quietly(operation, array)
    for one, other in itertools.product(arrays, repeat=2):
        for product in _together(one, other):
            _quietly(product, one, other)
    shapes = [array.shape for array in arrays]
    for shape in shapes:
        if len(shape) > 1:
            _quietly(lambda s=shape: jax.nn.initializers.lecun_normal()(key, s))
    if "flax.linen" in sys.modules:
        parameters = _parameters(shapes)
        _quietly(lambda: parameters.apply(parameters.init(key)))


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


def _program(*given: Any) -> Any:
    """All the operations as one function with one result."""
    total = 0.0
    for array in given:
        for operation in _alone():
            total = total + operation(array).sum()
    for one, other in itertools.product(given, repeat=2):
        for product in _together(one, other):
            total = total + product(one, other).sum()
    return total


def _parameters(shapes: Sequence[Shape]) -> Any:
    """A module of Flax that declares an array of each shape."""
    from flax import linen as nn

    class Parameters(nn.Module):
        @nn.compact
        def __call__(self) -> None:
            for index, shape in enumerate(shapes):
                start = nn.initializers.lecun_normal() if len(shape) > 1 else nn.initializers.zeros
                self.param(f"p{index}", start, tuple(shape))

    return Parameters()


def _use_tools(arrays: Sequence[np.ndarray]) -> None:
    """What a judge asks of a runner: traced programs, their gradients over a batch, parameters
    watched and set. The first time, it is not these that are slow but all of JAX behind them."""
    import jax

    from grader.runner.evaluate import Traced
    from grader.runner.library import Library

    traced = Traced(_program)
    traced(*arrays)
    rows = [np.stack([array, array]) for array in arrays]
    Traced(jax.vmap(Library.pullback(traced)))(np.ones(2, np.float32), *rows)
    if "flax.linen" not in sys.modules:
        return
    from grader.runner import linen

    def run(seed: Any) -> Any:
        parameters = _parameters([array.shape for array in arrays])
        return parameters.apply(parameters.init(jax.random.key(seed))) or seed

    linen.watch(run, (0,), False)
    _, values = Traced(linen.reveal(run, (), (), False))(0)
    Traced(linen.inject(run, (0,), (), False))(values)


def _quietly(operation: Callable[..., Any], *arrays: Any) -> None:
    with contextlib.suppress(Exception):  # not every operation takes every shape
        operation(*arrays)
