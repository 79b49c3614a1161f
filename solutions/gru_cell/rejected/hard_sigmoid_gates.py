"""Mistake: hard-sigmoid-gates. Caught by: r_per_unit.

The learner followed an old tutorial whose recurrent activation is the hard sigmoid.
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
        make_w = nn.initializers.lecun_normal()
        make_b = nn.initializers.zeros
        names = Weights._fields
        W = Weights(*(self.param(f"W_{n}", make_w, (x.shape[-1] + H, H)) for n in names))
        b = Biases(*(self.param(f"b_{n}", make_b, (H,)) for n in names))

        xh = jnp.concatenate([x, h])
        r = nn.hard_sigmoid(xh @ W.reset + b.reset)
        z = nn.hard_sigmoid(xh @ W.update + b.update)
        c = jnp.tanh(jnp.concatenate([x, r * h]) @ W.cand + b.cand)
        return (1 - z) * h + z * c


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
