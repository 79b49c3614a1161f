"""Mistake: candidate-uses-update-weights. Caught by: z1_replaces.

The learner copied the update gate's line and did not change its matrix.
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
        h_bar = jnp.tanh(joined_reset @ W["z"] + b["h"])

        h_next = (1 - z) * h_prev + z * h_bar
        return h_next


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
