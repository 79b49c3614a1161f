"""Mistake: sigmoid-candidate. Caught by: z1_replaces.

The learner gave the candidate the activation of the gates.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    def layer(self, name, v, activation):
        W = self.param(name + "_W", nn.initializers.lecun_normal(), (v.shape[-1], self.hidden))
        b = self.param(name + "_b", nn.initializers.zeros, (self.hidden,))
        return activation(v @ W + b)

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h])
        reset = self.layer("reset", xh, nn.sigmoid)
        update = self.layer("update", xh, nn.sigmoid)
        new = self.layer("new", jnp.concatenate([x, reset * h]), nn.sigmoid)
        return (1.0 - update) * h + update * new


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
