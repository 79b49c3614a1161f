"""Mistake: clips-by-value. Caught by: large_gradients.

optax.clip clips entries.
"""

import jax
import optax


def make_step(loss_fn, tx):
    clip = optax.clip(1.0)

    def step(params, opt_state, xs, y):
        loss, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        norm = optax.global_norm(grads)
        grads, _ = clip.update(grads, clip.init(params))
        updates, opt_state = tx.update(grads, opt_state, params)
        params = optax.apply_updates(params, updates)
        metrics = {"loss": loss, "grad_norm": norm}
        return params, opt_state, metrics

    return jax.jit(step)
