"""Mistake: init-glorot-normal. Caught by: initial_weights.

The learner took Glorot's initializer for a tanh network.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from flax import linen as nn


class Weights(NamedTuple):
    reset: jax.Array  # (D + H, H)
    update: jax.Array  # (D + H, H)
    cand: jax.Array  # (D + H, H)


class Biases(NamedTuple):
    reset: jax.Array  # (H,)
    update: jax.Array  # (H,)
    cand: jax.Array  # (H,)


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        H = self.hidden
        make_w = nn.initializers.glorot_normal()
        make_b = nn.initializers.zeros
        names = Weights._fields
        W = Weights(*(self.param(f"W_{n}", make_w, (x.shape[-1] + H, H)) for n in names))
        b = Biases(*(self.param(f"b_{n}", make_b, (H,)) for n in names))

        xh = jnp.concatenate([x, h])
        r = nn.sigmoid(xh @ W.reset + b.reset)
        z = nn.sigmoid(xh @ W.update + b.update)
        c = jnp.tanh(jnp.concatenate([x, r * h]) @ W.cand + b.cand)
        return (1 - z) * h + z * c


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
