"""Mistake: chain-state. Caught by: runs.

Hands the chain the state of tx alone.
"""

import jax
import optax


def make_step(loss_fn, tx):
    chain = optax.chain(optax.clip_by_global_norm(1.0), tx)

    @jax.jit
    def step(params, opt_state, xs, y):
        value, grads = jax.value_and_grad(loss_fn)(params, xs, y)
        updates, opt_state = chain.update(grads, opt_state, params)
        params = optax.apply_updates(params, updates)
        return params, opt_state, dict(loss=value, grad_norm=optax.tree.norm(grads))

    return step
