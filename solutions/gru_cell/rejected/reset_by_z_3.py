"""Mistake: reset-by-z. Caught by: r0_forgets.

The learner unpacked both gates of the helper into the same name.
"""

import jax.numpy as jnp
from flax import linen as nn
from jax import random


class MyGRUCell(nn.Module):
    hidden: int

    def layer(self, name, v, activation):
        W = self.param(name + "_W", nn.initializers.lecun_normal(), (v.shape[-1], self.hidden))
        b = self.param(name + "_b", nn.initializers.zeros, (self.hidden,))
        return activation(v @ W + b)

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h])
        gate = self.layer("reset", xh, nn.sigmoid)
        gate = self.layer("update", xh, nn.sigmoid)
        new = self.layer("new", jnp.concatenate([x, gate * h]), nn.tanh)
        return (1.0 - gate) * h + gate * new


def gru_cell_step(seed, x, h_prev, hidden):
    rng = random.PRNGKey(seed)
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(rng, x, h_prev)
    new_state = cell.apply(variables, x, h_prev)
    return new_state.ravel()
