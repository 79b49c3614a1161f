"""Mistake: softmax-gates. Caught by: z0_keeps.

The learner wrote the logistic function by hand and normalised over the units.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


def squash(a):
    e = jnp.exp(a - a.max())
    return e / e.sum()


def gru_equations(p, x, h):
    xh = jnp.concatenate([x, h])
    r = squash(xh @ p["W_r"] + p["b_r"])
    z = squash(xh @ p["W_z"] + p["b_z"])
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


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    h = model.apply(params, x, h_prev)
    return h.reshape(-1)


if __name__ == "__main__":
    print(gru_cell_step(0, jnp.array([0.1, 0.2, 0.3]), jnp.zeros(4), 4))
