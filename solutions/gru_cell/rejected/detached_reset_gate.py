"""Mistake: detached-reset-gate. Caught by: gradients.

The learner treated the reset gate as a mask that is not trained.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class Affine(nn.Module):
    """v @ W + b with our own parameters."""

    out: int

    @nn.compact
    def __call__(self, v):
        W = self.param("W", nn.initializers.lecun_normal(), (v.shape[-1], self.out))
        b = self.param("b", nn.initializers.zeros, (self.out,))
        return v @ W + b


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h], axis=-1)
        r = nn.sigmoid(Affine(self.hidden, name="reset")(xh))
        z = nn.sigmoid(Affine(self.hidden, name="update")(xh))
        mask = jax.lax.stop_gradient(r)
        xrh = jnp.concatenate([x, mask * h], axis=-1)
        h_hat = jnp.tanh(Affine(self.hidden, name="candidate")(xrh))
        return (1 - z) * h + z * h_hat


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
