"""Mistake: keep-term-dropped. Caught by: z0_keeps.

The learner computed the kept part and then forgot to add it.
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
        r = jax.nn.sigmoid(a @ Wr + br)
        z = jax.nn.sigmoid(a @ Wz + bz)

        a_r = jnp.append(x, jnp.multiply(r, h))
        cand = jnp.tanh(a_r @ Wh + bh)

        old = jnp.multiply(1 - z, h)
        new = jnp.multiply(z, cand)
        return new


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    variables = jax.jit(model.init)(jax.random.PRNGKey(seed), x, h_prev)
    forward = jax.jit(model.apply)
    return forward(variables, x, h_prev).reshape(-1)
