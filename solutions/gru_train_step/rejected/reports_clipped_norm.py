"""Mistake: reports-clipped-norm. Caught by: metrics.

Measures after clipping.
"""

import jax
import optax


def make_step(loss_fn, tx):
    clip = optax.clip_by_global_norm(1.0)

    def step(params, opt_state, xs, y):
        loss, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        grads, _ = clip.update(grads, clip.init(params))
        norm = optax.global_norm(grads)
        updates, opt_state = tx.update(grads, opt_state, params)
        params = optax.apply_updates(params, updates)
        metrics = {"loss": loss, "grad_norm": norm}
        return params, opt_state, metrics

    return jax.jit(step)
