"""Mistake: fused-weights. Caught by: parameters.

The learner put the three matrices side by side, as fast implementations do.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        H = self.hidden
        W = self.param("W", nn.initializers.lecun_normal(), (x.shape[-1] + H, 3 * H))
        b = self.param("b", nn.initializers.zeros, (3 * H,))

        gates = nn.sigmoid(jnp.concatenate([x, h_prev]) @ W[:, : 2 * H] + b[: 2 * H])
        r, z = gates[:H], gates[H:]
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ W[:, 2 * H :] + b[2 * H :])
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
