"""Mistake: reset-added. Caught by: z1_replaces.

The learner added the reset gate to the state where the product was asked.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        D, H = x.shape[-1], self.hidden
        Wr = self.param("Wr", nn.initializers.lecun_normal(), (D + H, H))
        br = self.param("br", nn.initializers.zeros, (H,))
        Wz = self.param("Wz", nn.initializers.lecun_normal(), (D + H, H))
        bz = self.param("bz", nn.initializers.zeros, (H,))
        Wh = self.param("Wh", nn.initializers.lecun_normal(), (D + H, H))
        bh = self.param("bh", nn.initializers.zeros, (H,))

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ Wr + br)
        z = nn.sigmoid(xh @ Wz + bz)
        x_rh = jnp.concatenate([x, r + h_prev])
        h_tilde = jnp.tanh(x_rh @ Wh + bh)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
