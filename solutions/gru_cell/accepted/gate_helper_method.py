"""Accepted: a helper method declares and applies one pair of weight and bias."""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(self.affine("r", xh))
        z = nn.sigmoid(self.affine("z", xh))
        h_tilde = jnp.tanh(self.affine("h", jnp.concatenate([x, r * h_prev])))
        return (1 - z) * h_prev + z * h_tilde

    def affine(self, gate, inputs):
        shape = (inputs.shape[-1], self.hidden)
        W = self.param(f"W_{gate}", nn.initializers.lecun_normal(), shape)
        b = self.param(f"b_{gate}", nn.initializers.zeros, (self.hidden,))
        return inputs @ W + b


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).reshape(-1)
