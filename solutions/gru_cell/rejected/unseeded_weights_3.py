"""Mistake: unseeded-weights. Caught by: seed.

The learner split a global key on each call.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


def sigmoid(a):
    return 1.0 / (1.0 + jnp.exp(-a))


def gru_equations(p, x, h):
    xh = jnp.concatenate([x, h])
    r = sigmoid(xh @ p["W_r"] + p["b_r"])
    z = sigmoid(xh @ p["W_z"] + p["b_z"])
    h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ p["W_h"] + p["b_h"])
    return (1 - z) * h + z * h_tilde


class MyGRUCell(nn.Module):
    """Only holds the parameters; the maths is in gru_equations."""

    hidden: int

    @nn.compact
    def __call__(self, x, h):
        rows, cols = x.shape[-1] + h.shape[-1], self.hidden
        w_init, b_init = nn.initializers.lecun_normal(), nn.initializers.zeros
        p = {name: self.param(name, w_init, (rows, cols)) for name in ("W_r", "W_z", "W_h")}
        p |= {name: self.param(name, b_init, (cols,)) for name in ("b_r", "b_z", "b_h")}
        return gru_equations(p, x, h)


class KeyStream:
    """Hands out a new key every time."""

    def __init__(self):
        self.keys = {}

    def next(self, seed):
        key = self.keys.get(seed, jax.random.PRNGKey(seed))
        self.keys[seed], sub = jax.random.split(key)
        return sub


STREAM = KeyStream()


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    variables = model.init(STREAM.next(seed), x, h_prev)
    return model.apply(variables, x, h_prev).flatten()
