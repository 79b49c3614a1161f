"""Mistake: clips-each-group. Caught by: large_gradients.

Clips cell and head apart.
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
        groups = isinstance(g, dict)
        clipped = {k: clip_tree(v, 1.0) for k, v in g.items()} if groups else clip_tree(g, 1.0)
        updates, opt_state = tx.update(clipped, opt_state, params)
        new = jax.tree.map(lambda p, u: p + u, params, updates)
        return new, opt_state, {"loss": loss, "grad_norm": global_norm(g)}

    return step
