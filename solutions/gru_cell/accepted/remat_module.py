"""Accepted: the module is made by nn.remat, which computes it anew for the gradient."""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        D, H = x.shape[-1], self.hidden
        shape = (D + H, H)
        W_r = self.param("W_r", nn.initializers.lecun_normal(), shape)
        W_z = self.param("W_z", nn.initializers.lecun_normal(), shape)
        W_h = self.param("W_h", nn.initializers.lecun_normal(), shape)
        b_r = self.param("b_r", nn.initializers.zeros, (H,))
        b_z = self.param("b_z", nn.initializers.zeros, (H,))
        b_h = self.param("b_h", nn.initializers.zeros, (H,))
        xh = jnp.concatenate([x, h])
        r = jax.nn.sigmoid(xh @ W_r + b_r)
        z = jax.nn.sigmoid(xh @ W_z + b_z)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ W_h + b_h)
        return (1 - z) * h + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = nn.remat(MyGRUCell)(hidden=hidden)
    params = cell.init(jax.random.key(seed), x, h_prev)
    return cell.apply(params, x, h_prev)
