"""Programs of every kind with arguments; whatever evaluates one has to give what XLA gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

RNG = np.random.default_rng(0)
X = RNG.normal(size=(5, 3)).astype(np.float32)
W = RNG.normal(size=(3, 4)).astype(np.float32)
H = RNG.normal(size=4).astype(np.float32)
SEED = 123456789

init = jax.nn.initializers
lax, nn = jax.lax, jax.nn


def carried(carry: Any, row: Any) -> tuple[Any, Any]:
    return jnp.tanh(carry + row), carry * row


def scanned(x: Any, **more: Any) -> Any:
    return lax.scan(carried, jnp.zeros(3), x, **more)


def from_seed(draw: Callable[[Any], Any]) -> Callable[[int], Any]:
    return lambda seed: draw(jax.random.key(seed))


PROGRAMS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "a layer": (lambda x, w: jnp.tanh(x @ w), (X, W)),
    "softmax": (lambda x: (nn.softmax(x), nn.log_softmax(x), nn.logsumexp(x)), (X,)),
    "activations": (
        lambda x: [f(x) for f in (nn.gelu, nn.relu, nn.silu, nn.elu, nn.sigmoid, nn.softplus)],
        (X,),
    ),
    "einsum": (lambda x, w: jnp.einsum("bi,ij->jb", x, w), (X, W)),
    "batched product": (lambda x, w: jnp.einsum("bi,bj->bij", x, x) @ w, (X, W)),
    "scan": (scanned, (X,)),
    "scan backwards": (lambda x: scanned(x, reverse=True), (X,)),
    "scan over nothing": (lambda x: scanned(x[:0]), (X,)),
    "gradient of a scan": (jax.grad(lambda x: scanned(x)[1].sum()), (X,)),
    "fori_loop": (lambda x: lax.fori_loop(0, 4, lambda i, c: c + x[i], jnp.zeros(3)), (X,)),
    "while_loop": (
        lambda x: lax.while_loop(lambda c: c.sum() < 50, lambda c: 2 * c + 1, x), (np.abs(X),)
    ),
    "cond": (lambda x: lax.cond(x.sum() > 0, lambda a: a + 1, lambda a: a - 1, x), (X,)),
    "switch": (lambda n, x: lax.switch(n, [jnp.sin, jnp.cos, jnp.exp], x), (1, X)),
    "switch beyond its branches": (lambda n, x: lax.switch(n, [jnp.sin, jnp.cos], x), (9, X)),
    "indexing": (
        lambda x: (x[1], x[-1, ::2], x[jnp.array([0, 2])], x.at[1].set(0.0), x[:, None]), (X,)
    ),
    "dynamic slices stay inside": (
        lambda x, i: (
            lax.dynamic_slice(x, (i, 0), (2, 3)), lax.dynamic_update_slice(x, x[:2] * 2, (i, 0))
        ),
        (X, 4),
    ),
    "rows apart and together": (
        lambda x: (jnp.stack([r + 1 for r in x], 1), list(jnp.unstack(x, axis=1)), jnp.tile(x, 2)),
        (X,),
    ),
    "masks": (lambda x: jnp.where(x > 0, x, -x).sum(1, keepdims=True), (X,)),
    "normalising": (lambda x: (x - x.mean(0)) / jnp.sqrt(x.var(0) + 1e-5), (X,)),
    "vmap of grad": (
        jax.vmap(jax.grad(lambda w, h: (jnp.tanh(h @ w.T) ** 2).sum()), (0, None)),
        (np.stack([W, 2 * W]), H),
    ),
    "jacobian": (jax.jacrev(lambda h: jnp.tanh(h @ W.T)), (H,)),
    "hessian": (jax.hessian(lambda h: (jnp.tanh(h) ** 2).sum()), (H,)),
    "a gradient that is cut": (
        jax.grad(lambda h: (lax.stop_gradient(jnp.tanh(h)) * h).sum()), (H,)
    ),
    "checkpoint": (jax.checkpoint(lambda h: jnp.sin(jnp.cos(h))), (H,)),
    "jit inside": (jax.jit(lambda h: jnp.exp(h) + 1), (H,)),
    "whole numbers": (
        lambda n: (n + 1, n // 2, n % 3, n / 2, -n, n.sum(), n**2), (np.arange(7, dtype=np.int32),)
    ),
    "out of range": (lambda x: (1e12 * x).astype(jnp.int32), (X,)),
    "powers": (lambda x: (x**2, x**3, jnp.abs(x) ** 1.5, x**-1), (X,)),
    "shapes": (
        lambda x: (
            jnp.concatenate([x, x], -1).reshape(-1).T[::-1].cumsum(),
            jnp.stack([x, 2 * x], 1).transpose(2, 0, 1),
            jnp.split(x, 3, axis=1), jnp.pad(x, ((1, 2), (0, 1))), jnp.tile(x, 2),
        ),
        (X,),
    ),
    "matrices made there": (
        lambda x: x[:4, :3] + jnp.triu(jnp.ones((4, 3))) + jnp.eye(4, 3) + jnp.arange(3.0), (X,)
    ),
    "a loop for each row": (
        jax.vmap(lambda n: lax.fori_loop(0, n, lambda i, c: c + i, 0)),
        (np.arange(4, dtype=np.int32),),
    ),
    "keys through a loop": (
        lambda k: lax.scan(lambda c, _: (jax.random.fold_in(c, 1), c), k, None, 3)[1].shape[0]
        + jax.random.uniform(lax.scan(lambda c, _: (jax.random.fold_in(c, 1), c), k, None, 3)[0]),
        (jax.random.key(3),),
    ),
    "keys of no step": (
        lambda k: jax.random.key_data(lax.scan(lambda c, _: (c, c), k, None, length=0)[1]),
        (jax.random.key(3),),
    ),
    "numbers too small": (
        lambda x: (jnp.log(x), 1e38 * x, jnp.sqrt(x) * 1e19, x > 0),
        (np.array([1e-40, 1.0], np.float32),),
    ),
    "a long sum": (jnp.cumsum, (np.full(20000, 0.1, np.float32),)),
    "signs": (lambda x: (1 / jnp.sign(x), jnp.sign(x)), (np.array([-0.0, 0, -2], np.float32),)),
    "bounds": (lambda x: (jnp.clip(x, -0.5, 0.5), jnp.maximum(x, 0), jnp.sign(x)), (X,)),
    "order": (lambda x: (jnp.sort(x, -1), jnp.argmax(x, -1), jnp.max(x, -1)), (X,)),
    "reductions": (
        lambda x: (x.prod(0), jnp.any(x > 1), jnp.all(x > -9, 0), x.min(), (x > 0).sum()), (X,)
    ),
    "one hot": (lambda x: nn.one_hot(jnp.argmax(x, 1), 3), (X,)),
    "half precision": (lambda x: (x.astype(jnp.bfloat16) * 2).astype(jnp.float32), (X,)),
    "infinities": (lambda x: (jnp.exp(1e4 * x), jnp.log(x), nn.sigmoid(1e4 * x), 0 * x), (X,)),
    "a number as an argument": (lambda x, k: x * k, (X, 3)),
    "lecun_normal": (from_seed(lambda k: init.lecun_normal()(k, (40, 16))), (SEED,)),
    "glorot_uniform": (from_seed(lambda k: init.glorot_uniform()(k, (40, 16))), (SEED,)),
    "normal": (from_seed(lambda k: jax.random.normal(k, (3,))), (-7,)),
    "split": (
        lambda s: [jax.random.normal(k, (3,)) for k in jax.random.split(jax.random.PRNGKey(s), 3)],
        (7,),
    ),
    "fold_in": (from_seed(lambda k: jax.random.uniform(jax.random.fold_in(k, 12), (5,))), (0,)),
    "randint": (from_seed(lambda k: jax.random.randint(k, (5,), 0, 10)), (5,)),
    "bernoulli": (from_seed(lambda k: jax.random.bernoulli(k, 0.3, (5,))), (5,)),
    "permutation": (from_seed(lambda k: jax.random.permutation(k, 5)), (5,)),
    "a key as an argument": (lambda k: jax.random.normal(k, (3,)), (jax.random.key(3),)),
}  # fmt: skip
