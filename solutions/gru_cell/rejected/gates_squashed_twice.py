"""Mistake: gates-squashed-twice. Caught by: z0_keeps.

The learner squashed the gates where they are made and again where they are used.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class Gate(nn.Module):
    """A vector of fractions, one for each unit."""

    size: int

    @nn.compact
    def __call__(self, v):
        W = self.param("W", nn.initializers.lecun_normal(), (v.shape[-1], self.size))
        b = self.param("b", nn.initializers.zeros, (self.size,))
        return nn.sigmoid(v @ W + b)


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h])
        r = nn.sigmoid(Gate(self.hidden, name="reset")(xh))
        z = nn.sigmoid(Gate(self.hidden, name="update")(xh))

        W = self.param("W", nn.initializers.lecun_normal(), (xh.shape[0], self.hidden))
        b = self.param("b", nn.initializers.zeros, (self.hidden,))
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ W + b)
        return (1 - z) * h + z * h_tilde


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
