"""Mistake: hard-gates. Caught by: r_per_unit.

The learner made the gates real switches, open or closed.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        lecun = nn.initializers.lecun_normal()
        rows = len(x) + len(h)
        params = []
        for i in range(3):
            params.append(self.param(f"W{i}", lecun, (rows, self.hidden)))
            params.append(self.param(f"b{i}", nn.initializers.zeros, (self.hidden,)))
        Wr, br, Wz, bz, Wh, bh = params

        a = jnp.append(x, h)
        r = (a @ Wr + br > 0).astype(jnp.float32)
        z = (a @ Wz + bz > 0).astype(jnp.float32)

        a_reset = jnp.append(x, jnp.multiply(r, h))
        hh = jnp.tanh(a_reset @ Wh + bh)

        old = jnp.multiply(1 - z, h)
        new = jnp.multiply(z, hh)
        return old + new


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
