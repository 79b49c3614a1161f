"""Mistake: shared-weights. Caught by: parameters.

The learner thought that one matrix serves all three equations, as the shapes are the same.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        rows = x.shape[-1] + self.hidden
        W = self.param("W", nn.initializers.lecun_normal(), (rows, self.hidden))
        b_r = self.param("b_r", nn.initializers.zeros, (self.hidden,))
        b_z = self.param("b_z", nn.initializers.zeros, (self.hidden,))
        b_h = self.param("b_h", nn.initializers.zeros, (self.hidden,))

        projected = jnp.concatenate([x, h]) @ W
        r = nn.sigmoid(projected + b_r)
        z = nn.sigmoid(projected + b_z)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ W + b_h)
        return (1 - z) * h + z * h_tilde


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
