"""Mistake: uses-variable. Caught by: from_scratch.

The learner stored the weights as variables of the params collection.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    def weight(self, name, shape):
        def draw():
            return nn.initializers.lecun_normal()(self.make_rng("params"), shape)

        return self.variable("params", name, draw).value

    def bias(self, name):
        return self.variable("params", name, jnp.zeros, (self.hidden,)).value

    @nn.compact
    def __call__(self, x, h_prev):
        shape = (x.shape[-1] + self.hidden, self.hidden)
        W_r, b_r = self.weight("W_r", shape), self.bias("b_r")
        W_z, b_z = self.weight("W_z", shape), self.bias("b_z")
        W_h, b_h = self.weight("W_h", shape), self.bias("b_h")

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ W_r + b_r)
        z = nn.sigmoid(xh @ W_z + b_z)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
