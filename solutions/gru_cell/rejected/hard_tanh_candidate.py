"""Mistake: hard-tanh-candidate. Caught by: z1_replaces.

The learner took clipping to [-1, 1] for a cheaper tanh.
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
    h_tilde = jnp.clip(jnp.concatenate([x, r * h]) @ p["W_h"] + p["b_h"], -1, 1)
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
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
