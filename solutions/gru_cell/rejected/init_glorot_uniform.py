"""Mistake: init-glorot-uniform. Caught by: initial_weights.

The learner kept the default of Keras.
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
        w_init, b_init = nn.initializers.glorot_uniform(), nn.initializers.zeros
        p = {name: self.param(name, w_init, (rows, cols)) for name in ("W_r", "W_z", "W_h")}
        p |= {name: self.param(name, b_init, (cols,)) for name in ("b_r", "b_z", "b_h")}
        return gru_equations(p, x, h)


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
