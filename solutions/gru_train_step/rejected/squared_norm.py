"""Mistake: squared-norm. Caught by: large_gradients.

No root.
"""

import jax
import jax.numpy as jnp


def global_norm(tree):
    return sum(jnp.sum(jnp.square(a)) for a in jax.tree.leaves(tree))


def clip_tree(tree, limit):
    n = global_norm(tree)
    return jax.tree.map(lambda a: jnp.where(n > limit, a / n * limit, a), tree)


def make_step(loss_fn, tx):
    @jax.jit
    def step(params, opt_state, xs, y):
        loss = loss_fn(params, xs, y)
        g = jax.grad(loss_fn)(params, xs, y)
        updates, opt_state = tx.update(clip_tree(g, 1.0), opt_state, params)
        new = jax.tree.map(lambda p, u: p + u, params, updates)
        return new, opt_state, {"loss": loss, "grad_norm": global_norm(g)}

    return step
