"""Accepted: gradient and update compiled apart, both made once."""

import jax
import jax.numpy as jnp
import optax


def make_step(loss_fn, tx):
    @jax.jit
    def measure(params, xs, y):
        loss, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        return loss, optax.tree.norm(grads), grads

    @jax.jit
    def update(params, opt_state, grads, norm):
        grads = optax.tree.scale(1 / jnp.maximum(norm, 1), grads)
        updates, opt_state = tx.update(grads, opt_state, params)
        return optax.apply_updates(params, updates), opt_state

    def step(params, opt_state, xs, y):
        loss, norm, grads = measure(params, xs, y)
        params, opt_state = update(params, opt_state, grads, norm)
        return params, opt_state, {"loss": loss, "grad_norm": norm}

    return step
