"""Mistake: bias-subtracted. Caught by: z0_keeps.

The learner wrote the helper of all three layers with a threshold instead of a bias.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn
from jax import random


def init_all(key, d, h):
    """All six arrays of the cell, drawn at once."""
    k_r, k_z, k_h = jax.random.split(key, 3)
    lecun = nn.initializers.lecun_normal()
    return {
        "reset": {"W": lecun(k_r, (d + h, h)), "b": jnp.zeros(h)},
        "update": {"W": lecun(k_z, (d + h, h)), "b": jnp.zeros(h)},
        "candidate": {"W": lecun(k_h, (d + h, h)), "b": jnp.zeros(h)},
    }


def linear(p, v):
    return v @ p["W"] - p["b"]


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
    rng = random.PRNGKey(seed)
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(rng, x, h_prev)
    new_state = cell.apply(variables, x, h_prev)
    return new_state.ravel()
