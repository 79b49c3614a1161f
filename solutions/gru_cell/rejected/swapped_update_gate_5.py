"""Mistake: swapped-update-gate. Caught by: z0_keeps.

The learner hid the blend in a helper and passed old and new in the wrong order.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


def sigmoid(a):
    return 1.0 / (1.0 + jnp.exp(-a))


def lerp(start, end, t):
    """start at t = 0, end at t = 1"""
    return (1 - t) * start + t * end


def gru_equations(p, x, h):
    xh = jnp.concatenate([x, h])
    r = sigmoid(xh @ p["W_r"] + p["b_r"])
    z = sigmoid(xh @ p["W_z"] + p["b_z"])
    h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ p["W_h"] + p["b_h"])
    return lerp(h_tilde, h, z)


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
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
