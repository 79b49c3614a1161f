"""Mistake: clips-the-update. Caught by: large_gradients.

The chain in the wrong order.
"""

import jax
import optax


def make_step(loss_fn, tx):
    chain = optax.chain(tx, optax.clip_by_global_norm(1.0))

    @jax.jit
    def step(params, opt_state, xs, y):
        value, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        state = (opt_state, optax.EmptyState())
        updates, state = chain.update(grads, state, params)
        params = optax.apply_updates(params, updates)
        return params, state[0], dict(loss=value, grad_norm=optax.tree.norm(grads))

    return step
