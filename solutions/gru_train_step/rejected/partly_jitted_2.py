"""Mistake: partly-jitted. Caught by: compiled_once.

Compiles the gradient only: clipping and optimiser run in Python.
"""

import jax
import jax.numpy as jnp
import optax


def make_step(loss_fn, tx):
    value_and_grad = jax.jit(jax.value_and_grad(loss_fn))

    def step(params, opt_state, xs, y):
        loss, grads = value_and_grad(params, xs, y)
        norm = optax.tree.norm(grads)
        clipped = jax.tree.map(lambda g: g / jnp.maximum(norm, 1.0), grads)
        updates, opt_state = tx.update(clipped, opt_state, params)
        params = optax.apply_updates(params, updates)
        return params, opt_state, {"loss": loss, "grad_norm": norm}

    return step
