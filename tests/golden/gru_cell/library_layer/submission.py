"""nn.Dense holds the parameters."""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        v = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(nn.Dense(self.hidden)(v))
        z = nn.sigmoid(nn.Dense(self.hidden)(v))
        h_tilde = jnp.tanh(nn.Dense(self.hidden)(jnp.concatenate([x, r * h_prev])))
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(params, x, h_prev).reshape(-1)
