"""Mistake: no-reset. Caught by: r0_forgets.

The learner passed the state itself to the submodule of the candidate.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class Gates(nn.Module):
    """The reset and the update gate."""

    hidden: int

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h])
        n = xh.shape[0]
        W_r = self.param("W_r", nn.initializers.lecun_normal(), (n, self.hidden))
        b_r = self.param("b_r", nn.initializers.zeros, (self.hidden,))
        W_z = self.param("W_z", nn.initializers.lecun_normal(), (n, self.hidden))
        b_z = self.param("b_z", nn.initializers.zeros, (self.hidden,))
        return nn.sigmoid(xh @ W_r + b_r), nn.sigmoid(xh @ W_z + b_z)


class Candidate(nn.Module):
    """The proposed new state."""

    hidden: int

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h])
        W = self.param("W", nn.initializers.lecun_normal(), (xh.shape[0], self.hidden))
        b = self.param("b", nn.initializers.zeros, (self.hidden,))
        return jnp.tanh(xh @ W + b)


class MyGRUCell(nn.Module):
    hidden: int

    def setup(self):
        self.gates = Gates(self.hidden)
        self.candidate = Candidate(self.hidden)

    def __call__(self, x, h):
        r, z = self.gates(x, h)
        proposal = self.candidate(x, h)
        return (1 - z) * h + z * proposal


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
