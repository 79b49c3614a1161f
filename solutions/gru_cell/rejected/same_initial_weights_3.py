"""Mistake: same-initial-weights. Caught by: initial_weights.

The learner forgot to split the key and used it for all three draws.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


def init_all(key, d, h):
    """All six arrays of the cell, drawn at once."""
    lecun = nn.initializers.lecun_normal()
    return {
        "reset": {"W": lecun(key, (d + h, h)), "b": jnp.zeros(h)},
        "update": {"W": lecun(key, (d + h, h)), "b": jnp.zeros(h)},
        "candidate": {"W": lecun(key, (d + h, h)), "b": jnp.zeros(h)},
    }


def linear(p, v):
    return v @ p["W"] + p["b"]


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        p = self.param("gru", init_all, x.shape[-1], self.hidden)
        xh = jnp.concatenate([x, h])
        r = nn.sigmoid(linear(p["reset"], xh))
        z = nn.sigmoid(linear(p["update"], xh))
        xrh = jnp.concatenate([x, r * h])
        c = jnp.tanh(linear(p["candidate"], xrh))
        return (1 - z) * h + z * c


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
