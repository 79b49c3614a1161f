"""The gate is swapped and the reset gate forgotten."""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        n = x.shape[-1] + self.hidden
        W_r = self.param("W_r", nn.initializers.lecun_normal(), (n, self.hidden))
        W_z = self.param("W_z", nn.initializers.lecun_normal(), (n, self.hidden))
        W_h = self.param("W_h", nn.initializers.lecun_normal(), (n, self.hidden))
        b_r = self.param("b_r", nn.initializers.zeros, (self.hidden,))
        b_z = self.param("b_z", nn.initializers.zeros, (self.hidden,))
        b_h = self.param("b_h", nn.initializers.zeros, (self.hidden,))

        v = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(v @ W_r + b_r)
        z = nn.sigmoid(v @ W_z + b_z)
        h_tilde = jnp.tanh(v @ W_h + b_h)
        return z * h_prev + (1 - z) * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(params, x, h_prev).reshape(-1)
