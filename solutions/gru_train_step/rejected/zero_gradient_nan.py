"""Mistake: zero-gradient-nan. Caught by: zero_gradient.

Divides before it asks.
"""

import jax
import jax.numpy as jnp
import optax


def make_step(loss_fn, tx):
    @jax.jit
    def step(params, opt_state, xs, y):
        loss, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        norm = optax.tree.norm(grads)
        clipped = jax.tree.map(lambda g: g / norm * jnp.minimum(norm, 1.0), grads)
        updates, new_state = tx.update(clipped, opt_state, params)
        new_params = optax.apply_updates(params, updates)
        return new_params, new_state, {"loss": loss, "grad_norm": norm}

    return step
