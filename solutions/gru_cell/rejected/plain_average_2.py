"""Mistake: plain-average. Caught by: z0_keeps.

The learner stacked both states and took their mean instead of the weighted sum.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        H = self.hidden
        W, b = {}, {}
        for gate in ("r", "z", "h"):
            W[gate] = self.param("W_" + gate, nn.initializers.lecun_normal(), (x.shape[-1] + H, H))
            b[gate] = self.param("b_" + gate, nn.initializers.zeros, (H,))

        joined = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(joined @ W["r"] + b["r"])
        z = nn.sigmoid(joined @ W["z"] + b["z"])

        joined_reset = jnp.concatenate([x, r * h_prev])
        h_bar = jnp.tanh(joined_reset @ W["h"] + b["h"])

        h_next = jnp.mean(jnp.stack([h_prev, h_bar]), axis=0)
        return h_next


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
