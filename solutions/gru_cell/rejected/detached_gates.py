"""Mistake: detached-gates. Caught by: gradients.

The learner detached both gates, since a gate is a switch and not a value.
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
        r, z = jax.lax.stop_gradient(self.gates(x, h))
        h_tilde = self.candidate(x, r * h)
        return (1 - z) * h + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
