"""Mistake: init-zeros. Caught by: seed.

The learner drew placeholders and meant to fill them in later.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


def init_all(key, d, h):
    """All six arrays of the cell at once."""
    return {
        "reset": {"W": jnp.zeros((d + h, h)), "b": jnp.zeros(h)},
        "update": {"W": jnp.zeros((d + h, h)), "b": jnp.zeros(h)},
        "candidate": {"W": jnp.zeros((d + h, h)), "b": jnp.zeros(h)},
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
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
