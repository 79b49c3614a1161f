"""Mistake: no-parameters. Caught by: from_scratch.

The learner drew the weights inside the call and declared none.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int
    seed: int = 0

    @nn.compact
    def __call__(self, x, h_prev):
        rows = x.shape[-1] + self.hidden
        keys = jax.random.split(jax.random.PRNGKey(self.seed), 3)
        lecun = nn.initializers.lecun_normal()
        W_r, W_z, W_h = (lecun(k, (rows, self.hidden)) for k in keys)
        b_r = b_z = b_h = jnp.zeros(self.hidden)

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ W_r + b_r)
        z = nn.sigmoid(xh @ W_z + b_z)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden, seed=seed)
    variables = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(variables, x, h_prev).reshape(-1)
