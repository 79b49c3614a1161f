"""Mistake: init-untruncated-normal. Caught by: initial_weights.

The learner spelled the initializer out and took the plain normal distribution.
"""

from functools import partial

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    def add(self, init, shape, name):
        return self.param(name, init, shape)

    @nn.compact
    def __call__(self, x, h_prev):
        rows = x.shape[-1] + self.hidden
        weight = partial(
            self.add, nn.initializers.variance_scaling(1.0, "fan_in", "normal"), (rows, self.hidden)
        )
        bias = partial(self.add, nn.initializers.zeros, (self.hidden,))
        w_r, w_z, w_h = weight("w_r"), weight("w_z"), weight("w_h")
        b_r, b_z, b_h = bias("b_r"), bias("b_z"), bias("b_h")

        s = jnp.concatenate([x, h_prev])
        a_r = s @ w_r + b_r
        a_z = s @ w_z + b_z
        r = nn.sigmoid(a_r)
        z = nn.sigmoid(a_z)
        s = s.at[-self.hidden :].multiply(r)
        h_new = jnp.tanh(s @ w_h + b_h)
        return h_prev - z * h_prev + z * h_new


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
