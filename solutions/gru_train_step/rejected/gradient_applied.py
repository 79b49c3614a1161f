"""Mistake: gradient-applied. Caught by: small_gradients.

Adds the gradient, not the updates.
"""

import jax
import jax.numpy as jnp
import optax


def make_step(loss_fn, tx):
    @jax.jit
    def step(params, opt_state, xs, y):
        loss, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        norm = optax.tree.norm(grads)
        scale = jnp.minimum(1.0, 1.0 / norm)
        clipped = jax.tree.map(lambda g: g * scale, grads)
        updates, new_state = tx.update(clipped, opt_state, params)
        new_params = optax.apply_updates(params, clipped)
        return new_params, new_state, {"loss": loss, "grad_norm": norm}

    return step
