"""Mistake: returns-update-gate. Caught by: z0_keeps.

The learner mixed up the order of the tuple that the function returns.
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
    return r, z, h_tilde, (1 - z) * h + z * h_tilde


class MyGRUCell(nn.Module):
    """Only holds the parameters; the maths is in gru_equations."""

    hidden: int

    @nn.compact
    def __call__(self, x, h):
        rows, cols = x.shape[-1] + h.shape[-1], self.hidden
        w_init, b_init = nn.initializers.lecun_normal(), nn.initializers.zeros
        p = {name: self.param(name, w_init, (rows, cols)) for name in ("W_r", "W_z", "W_h")}
        p |= {name: self.param(name, b_init, (cols,)) for name in ("b_r", "b_z", "b_h")}
        h_new, *_ = gru_equations(p, x, h)
        return h_new


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
