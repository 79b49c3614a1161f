"""Mistake: init-zeros. Caught by: seed.

The learner started the weights like the biases.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        zeros = nn.initializers.zeros
        rows = len(x) + len(h)
        params = []
        for i in range(3):
            params.append(self.param(f"W{i}", zeros, (rows, self.hidden)))
            params.append(self.param(f"b{i}", zeros, (self.hidden,)))
        Wr, br, Wz, bz, Wh, bh = params

        a = jnp.append(x, h)
        r = jax.nn.sigmoid(a @ Wr + br)
        z = jax.nn.sigmoid(a @ Wz + bz)

        a_reset = jnp.append(x, jnp.multiply(r, h))
        hh = jnp.tanh(a_reset @ Wh + bh)

        old = jnp.multiply(1 - z, h)
        new = jnp.multiply(z, hh)
        return old + new


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
