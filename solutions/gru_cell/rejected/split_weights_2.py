"""Mistake: split-weights. Caught by: parameters.

The learner wrote a small module with two matrices for each equation.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class Recurrent(nn.Module):
    """x W + h U + b"""

    units: int

    @nn.compact
    def __call__(self, x, h):
        init = nn.initializers.lecun_normal()
        W = self.param("W", init, (x.shape[-1], self.units))
        U = self.param("U", init, (h.shape[-1], self.units))
        b = self.param("b", nn.initializers.zeros, (self.units,))
        return jnp.dot(x, W) + jnp.dot(h, U) + b


class MyGRUCell(nn.Module):
    hidden: int

    def setup(self):
        self.reset = Recurrent(self.hidden)
        self.update = Recurrent(self.hidden)
        self.new = Recurrent(self.hidden)

    def __call__(self, x, h):
        r = nn.sigmoid(self.reset(x, h))
        z = nn.sigmoid(self.update(x, h))
        n = nn.tanh(self.new(x, r * h))
        return (1 - z) * h + z * n


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
