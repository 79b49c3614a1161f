"""Mistake: candidate-bias-missing. Caught by: z1_replaces.

The learner's dictionary holds the bias, but the line of the candidate does not.
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
    xrh = jnp.concatenate([x, r * h])
    h_tilde = jnp.tanh(xrh @ p["W_h"])
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


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
