"""Mistake: no-reset. Caught by: r0_forgets.

The learner copied the paper's [h, x] into all three equations.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    """The paper's layout, with the state in front of the input: [h, x]."""

    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        total = self.hidden + x.shape[-1]
        Wr = self.param("Wr", nn.initializers.lecun_normal(), (total, self.hidden))
        br = self.param("br", nn.initializers.zeros, (self.hidden,))
        Wz = self.param("Wz", nn.initializers.lecun_normal(), (total, self.hidden))
        bz = self.param("bz", nn.initializers.zeros, (self.hidden,))
        W = self.param("W", nn.initializers.lecun_normal(), (total, self.hidden))
        b = self.param("b", nn.initializers.zeros, (self.hidden,))

        hx = jnp.concatenate([h_prev, x])
        r = nn.sigmoid(hx @ Wr + br)
        z = nn.sigmoid(hx @ Wz + bz)
        h_cand = jnp.tanh(hx @ W + b)
        return (1 - z) * h_prev + z * h_cand


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
