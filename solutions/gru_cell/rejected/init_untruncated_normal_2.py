"""Mistake: init-untruncated-normal. Caught by: initial_weights.

The learner wrote the initializer by hand and missed the truncation.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


def lecun(key, shape):
    return jax.random.normal(key, shape) / jnp.sqrt(shape[0])


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        H = self.hidden
        W, b = {}, {}
        for gate in ("r", "z", "h"):
            W[gate] = self.param("W_" + gate, lecun, (x.shape[-1] + H, H))
            b[gate] = self.param("b_" + gate, nn.initializers.zeros, (H,))

        joined = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(joined @ W["r"] + b["r"])
        z = nn.sigmoid(joined @ W["z"] + b["z"])

        joined_reset = jnp.concatenate([x, r * h_prev])
        h_bar = jnp.tanh(joined_reset @ W["h"] + b["h"])

        h_next = (1 - z) * h_prev + z * h_bar
        return h_next


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
