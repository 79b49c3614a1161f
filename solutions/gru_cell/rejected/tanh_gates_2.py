"""Mistake: tanh-gates. Caught by: z0_keeps.

The learner chose the activation once, as a default of the helper, and took tanh.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    def layer(self, name, v, activation=nn.tanh):
        W = self.param(name + "_W", nn.initializers.lecun_normal(), (v.shape[-1], self.hidden))
        b = self.param(name + "_b", nn.initializers.zeros, (self.hidden,))
        return activation(v @ W + b)

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h])
        reset = self.layer("reset", xh)
        update = self.layer("update", xh)
        new = self.layer("new", jnp.concatenate([x, reset * h]))
        return (1.0 - update) * h + update * new


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
