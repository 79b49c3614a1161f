"""Mistake: library-layer. Caught by: from_scratch.

The learner used a ready-made layer for each equation.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(nn.Dense(self.hidden, name="reset")(xh))
        z = nn.sigmoid(nn.Dense(self.hidden, name="update")(xh))
        h_tilde = jnp.tanh(
            nn.Dense(self.hidden, name="candidate")(jnp.concatenate([x, r * h_prev]))
        )
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
