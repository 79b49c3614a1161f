"""Mistake: transposed-weights. Caught by: parameters.

The learner wrote the product as in the paper, matrix first.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        shape = (self.hidden, x.shape[-1] + self.hidden)
        lecun = nn.initializers.lecun_normal(in_axis=-1, out_axis=-2)
        W_r = self.param("W_r", lecun, shape)
        W_z = self.param("W_z", lecun, shape)
        W_h = self.param("W_h", lecun, shape)
        b_r = self.param("b_r", nn.initializers.zeros, (self.hidden,))
        b_z = self.param("b_z", nn.initializers.zeros, (self.hidden,))
        b_h = self.param("b_h", nn.initializers.zeros, (self.hidden,))

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(W_r @ xh + b_r)
        z = nn.sigmoid(W_z @ xh + b_z)
        h_tilde = jnp.tanh(W_h @ jnp.concatenate([x, r * h_prev]) + b_h)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
