"""Mistake: bias-subtracted. Caught by: z0_keeps.

The learner took the bias for a threshold that the sum must exceed.
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
        r = jax.nn.sigmoid(a @ Wr - br)
        z = jax.nn.sigmoid(a @ Wz - bz)

        a_reset = jnp.append(x, jnp.multiply(r, h))
        hh = jnp.tanh(a_reset @ Wh - bh)

        old = jnp.multiply(1 - z, h)
        new = jnp.multiply(z, hh)
        return old + new


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
