"""Mistake: bfloat16-parameters. Caught by: parameters.

The learner copied the dtype field of a large model.
"""

from typing import Any

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int
    param_dtype: Any = jnp.bfloat16

    def layer(self, name, v, activation):
        shape, dtype = (v.shape[-1], self.hidden), self.param_dtype
        W = self.param(name + "_W", nn.initializers.lecun_normal(), shape, dtype)
        b = self.param(name + "_b", nn.initializers.zeros, shape[1:], dtype)
        return activation(v @ W + b)

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h])
        reset = self.layer("reset", xh, nn.sigmoid)
        update = self.layer("update", xh, nn.sigmoid)
        new = self.layer("new", jnp.concatenate([x, reset * h]), nn.tanh)
        return (1.0 - update) * h + update * new


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
