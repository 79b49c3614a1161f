"""Mistake: swapped-update-gate. Caught by: z0_keeps.

The learner read z as the amount of memory that is kept.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    """The paper's layout, with the state in front of the input: [h, x]."""

    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        rows = self.hidden + x.shape[-1]
        Wr = self.param("Wr", nn.initializers.lecun_normal(), (rows, self.hidden))
        br = self.param("br", nn.initializers.zeros, (self.hidden,))
        Wz = self.param("Wz", nn.initializers.lecun_normal(), (rows, self.hidden))
        bz = self.param("bz", nn.initializers.zeros, (self.hidden,))
        W = self.param("W", nn.initializers.lecun_normal(), (rows, self.hidden))
        b = self.param("b", nn.initializers.zeros, (self.hidden,))

        hx = jnp.concatenate([h_prev, x])
        r = nn.sigmoid(hx @ Wr + br)
        z = nn.sigmoid(hx @ Wz + bz)
        h_new = jnp.tanh(jnp.concatenate([r * h_prev, x]) @ W + b)
        return z * h_prev + (1 - z) * h_new


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
