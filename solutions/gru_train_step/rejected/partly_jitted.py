"""Mistake: partly-jitted. Caught by: compiled_once.

Compiles gradient and optimiser, not the rest.
"""

import jax
import jax.numpy as jnp


def global_norm(tree):
    return jnp.sqrt(sum(jnp.sum(jnp.square(a)) for a in jax.tree.leaves(tree)))


def clip_tree(tree, limit):
    n = global_norm(tree)
    return jax.tree.map(lambda a: jnp.where(n > limit, a / n * limit, a), tree)


def make_step(loss_fn, tx):
    value_and_grad = jax.jit(jax.value_and_grad(loss_fn))
    update = jax.jit(tx.update)

    def step(params, opt_state, xs, y):
        loss, g = value_and_grad(params, xs, y)
        updates, opt_state = update(clip_tree(g, 1.0), opt_state, params)
        new = jax.tree.map(lambda p, u: p + u, params, updates)
        return new, opt_state, {"loss": loss, "grad_norm": global_norm(g)}

    return step
