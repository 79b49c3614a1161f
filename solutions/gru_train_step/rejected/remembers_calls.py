"""Mistake: remembers-calls. Caught by: inputs_kept.

Keeps the parameters of the last call, to save handing them over.
"""

import jax
import jax.numpy as jnp
import optax


def make_step(loss_fn, tx):
    @jax.jit
    def step(params, opt_state, xs, y):
        loss, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        norm = optax.tree.norm(grads)
        grads = jax.tree.map(lambda g: g / jnp.maximum(1.0, norm), grads)
        updates, opt_state = tx.update(grads, opt_state, params)
        return optax.apply_updates(params, updates), opt_state, {"loss": loss, "grad_norm": norm}

    last = {}

    def remembering(params, opt_state, xs, y):
        seen = float(xs.sum())
        if last.get("xs") == seen and last["params"] is not None:
            params = last["params"]
        new, opt_state, metrics = step(params, opt_state, xs, y)
        last.update(xs=seen, params=new)
        return new, opt_state, metrics

    return remembering
