"""One complete training step: loss, gradient, clipping, optimiser, new parameters.

The statement numbers its equations 1 to 5; the comments here use its symbols.
"""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import optax


def make_step(
    loss_fn: Callable[..., jax.Array],  # loss_fn(params, xs, y) -> scalar
    tx: optax.GradientTransformation,
) -> Callable[..., tuple]:  # step(params, opt_state, xs, y) -> (params, opt_state, metrics)
    """Return the compiled training step of a loss and an optimiser.

    The step's `opt_state` starts as `tx.init(params)`. Its metrics are {"loss", "grad_norm"}: both
    before the update, and grad_norm before clipping.
    """

    @jax.jit
    def step(params, opt_state, xs, y):
        loss, grads = jax.value_and_grad(loss_fn)(params, xs, y)  # (1)
        squares = jax.tree.map(lambda leaf: jnp.sum(leaf**2), grads)
        norm = jnp.sqrt(jax.tree.reduce(jnp.add, squares))  # (2)
        clipped = jax.tree.map(lambda leaf: leaf / jnp.maximum(norm, 1.0), grads)  # (3)
        updates, opt_state = tx.update(clipped, opt_state, params)  # (4)
        params = optax.apply_updates(params, updates)  # (5)
        return params, opt_state, {"loss": loss, "grad_norm": norm}

    return step
