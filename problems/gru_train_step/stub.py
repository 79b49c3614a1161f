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
    raise NotImplementedError("TODO: define the step, equations 1 to 5, and return it compiled")
