"""Mistake: head-frozen. Caught by: small_gradients.

Differentiates with respect to the cell only.
"""

import jax
import jax.numpy as jnp


def global_norm(tree):
    return jnp.sqrt(sum(jnp.sum(jnp.square(a)) for a in jax.tree.leaves(tree)))


def clip_tree(tree, limit):
    n = global_norm(tree)
    return jax.tree.map(lambda a: jnp.where(n > limit, a / n * limit, a), tree)


def make_step(loss_fn, tx):
    @jax.jit
    def step(params, opt_state, xs, y):
        loss = loss_fn(params, xs, y)
        g = jax.grad(loss_fn)(params, xs, y)
        if isinstance(params, dict):
            mask = {k: 0.0 if k == "head" else 1.0 for k in params}
        else:
            mask = jax.tree.map(lambda _: 1.0, params)
        updates, opt_state = tx.update(clip_tree(g, 1.0), opt_state, params)
        updates = jax.tree.map(lambda m, u: jax.tree.map(lambda a: m * a, u), mask, updates)
        new = jax.tree.map(lambda p, u: p + u, params, updates)
        return new, opt_state, {"loss": loss, "grad_norm": global_norm(g)}

    return step
