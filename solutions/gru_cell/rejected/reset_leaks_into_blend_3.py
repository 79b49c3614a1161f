"""Mistake: reset-leaks-into-blend. Caught by: z0_keeps.

The learner let the submodule hand back the masked state and blended with that.
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
        past = r * h
        h_tilde = self.candidate(x, past)
        return (1 - z) * past + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
