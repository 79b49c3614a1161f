"""Mistake: unseeded-weights. Caught by: seed.

The learner wanted fresh weights at each start and made a new key for each matrix.
"""

import random

import jax
import jax.numpy as jnp
from flax import linen as nn


def fresh_lecun(_, shape):
    key = jax.random.PRNGKey(random.randrange(2**31))
    return nn.initializers.lecun_normal()(key, shape)


class MyGRUCell(nn.Module):
    hidden: int

    def gate_params(self, name, rows):
        W = self.param(f"W_{name}", fresh_lecun, (rows, self.hidden))
        b = self.param(f"b_{name}", nn.initializers.zeros, (self.hidden,))
        return W, b

    @nn.compact
    def __call__(self, x, h_prev):
        rows = x.size + self.hidden
        W_r, b_r = self.gate_params("r", rows)
        W_z, b_z = self.gate_params("z", rows)
        W_h, b_h = self.gate_params("h", rows)

        xh = jnp.concatenate((x, h_prev))
        r = nn.sigmoid(xh @ W_r + b_r)  # reset gate
        z = nn.sigmoid(xh @ W_z + b_z)  # update gate
        masked = jnp.concatenate((x, r * h_prev))
        candidate = nn.tanh(masked @ W_h + b_h)
        return (1 - z) * h_prev + z * candidate


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
