"""Mistake: no-clip. Caught by: large_gradients.

The chain is made and never used.
"""

import jax
import optax


def make_step(loss_fn, tx):
    chain = optax.chain(optax.clip_by_global_norm(1.0), tx)

    @jax.jit
    def step(params, opt_state, xs, y):
        value, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        state = (optax.EmptyState(), opt_state)
        updates, state = tx.update(grads, opt_state, params)
        params = optax.apply_updates(params, updates)
        return params, state, dict(loss=value, grad_norm=optax.tree.norm(grads))

    return step
