"""Accepted: the whole tree as one long vector."""

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree


def make_step(loss_fn, tx):
    gradient = jax.value_and_grad(loss_fn)

    def step(params, opt_state, xs, y):
        loss, grads = gradient(params, xs, y)
        flat, unravel = ravel_pytree(grads)
        norm = jnp.linalg.norm(flat)
        clipped = unravel(jax.lax.cond(norm > 1.0, lambda v: v / norm, lambda v: v, flat))
        updates, opt_state = tx.update(clipped, opt_state, params)
        flat_params, unravel = ravel_pytree(params)
        params = unravel(flat_params + ravel_pytree(updates)[0])
        return [params, opt_state, dict(loss=loss, grad_norm=norm)]

    return jax.jit(step)
