"""Mistake: own-parameters-outside-init. Caught by: from_scratch.

The learner drew the weights in the step and handed them to apply without init.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        D, H = x.shape[-1], self.hidden
        W_r = self.param("W_r", nn.initializers.lecun_normal(), (D + H, H))
        b_r = self.param("b_r", nn.initializers.zeros, (H,))
        W_z = self.param("W_z", nn.initializers.lecun_normal(), (D + H, H))
        b_z = self.param("b_z", nn.initializers.zeros, (H,))
        W_h = self.param("W_h", nn.initializers.lecun_normal(), (D + H, H))
        b_h = self.param("b_h", nn.initializers.zeros, (H,))

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ W_r + b_r)
        z = nn.sigmoid(xh @ W_z + b_z)
        x_rh = jnp.concatenate([x, r * h_prev])
        h_tilde = jnp.tanh(x_rh @ W_h + b_h)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    rows = x.shape[-1] + hidden
    k_r, k_z, k_h = jax.random.split(jax.random.PRNGKey(seed), 3)
    lecun = nn.initializers.lecun_normal()
    params = {
        "W_r": lecun(k_r, (rows, hidden)),
        "W_z": lecun(k_z, (rows, hidden)),
        "W_h": lecun(k_h, (rows, hidden)),
        "b_r": jnp.zeros(hidden),
        "b_z": jnp.zeros(hidden),
        "b_h": jnp.zeros(hidden),
    }
    return MyGRUCell(hidden=hidden).apply({"params": params}, x, h_prev).reshape(-1)
