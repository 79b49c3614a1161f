"""Mistake: params-not-passed. Caught by: weight_decay.

The chain with two arguments.
"""

import jax
import optax


def make_step(loss_fn, tx):
    chain = optax.chain(optax.clip_by_global_norm(1.0), tx)

    @jax.jit
    def step(params, opt_state, xs, y):
        value, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        state = (optax.EmptyState(), opt_state)
        updates, state = chain.update(grads, state)
        params = optax.apply_updates(params, updates)
        return params, state[1], dict(loss=value, grad_norm=optax.tree.norm(grads))

    return step
