"""Mistake: swapped-update-gate + sigmoid-candidate. Caught by: z0_keeps.

The learner used one activation for all three layers and the blend of another book.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    def layer(self, name, v):
        W = self.param(name + "_W", nn.initializers.lecun_normal(), (v.shape[-1], self.hidden))
        b = self.param(name + "_b", nn.initializers.zeros, (self.hidden,))
        return nn.sigmoid(v @ W + b)

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h])
        reset = self.layer("reset", xh)
        update = self.layer("update", xh)
        new = self.layer("new", jnp.concatenate([x, reset * h]))
        return update * h + (1.0 - update) * new


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
