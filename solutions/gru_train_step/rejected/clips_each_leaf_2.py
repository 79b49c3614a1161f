"""Mistake: clips-each-leaf. Caught by: large_gradients.

The tree is clipped array by array.
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
        g_clipped = jax.tree.map(lambda a: clip_tree(a, 1.0), g)
        updates, opt_state = tx.update(g_clipped, opt_state, params)
        new = jax.tree.map(lambda p, u: p + u, params, updates)
        return new, opt_state, {"loss": loss, "grad_norm": global_norm(g)}

    return step
