"""Accepted: each pair of weight and bias lives in a submodule of its own."""

import jax
import jax.numpy as jnp
from flax import linen as nn


class Gate(nn.Module):
    features: int

    @nn.compact
    def __call__(self, inputs):
        shape = (inputs.shape[-1], self.features)
        W = self.param("W", nn.initializers.lecun_normal(), shape)
        b = self.param("b", nn.initializers.zeros, (self.features,))
        return inputs @ W + b


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(Gate(self.hidden, name="reset")(xh))
        z = nn.sigmoid(Gate(self.hidden, name="update")(xh))
        masked = jnp.concatenate([x, r * h_prev])
        h_tilde = jnp.tanh(Gate(self.hidden, name="candidate")(masked))
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).reshape(-1)
