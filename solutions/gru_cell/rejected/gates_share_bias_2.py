"""Mistake: gates-share-bias. Caught by: parameters.

The learner declared one bias for both gates, since both start at zero.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        n = x.shape[-1] + self.hidden
        init = nn.initializers.lecun_normal()
        Wr = self.param("Wr", init, (n, self.hidden))
        Wz = self.param("Wz", init, (n, self.hidden))
        Wn = self.param("Wn", init, (n, self.hidden))
        b_gates = self.param("b_gates", nn.initializers.zeros, (self.hidden,))
        b_new = self.param("b_new", nn.initializers.zeros, (self.hidden,))

        xh = jnp.concatenate([x, h], axis=0)
        r = jax.nn.sigmoid(jnp.matmul(xh, Wr) + b_gates)
        z = jax.nn.sigmoid(jnp.matmul(xh, Wz) + b_gates)
        xrh = jnp.concatenate([x, jnp.multiply(r, h)], axis=0)
        n_t = jnp.tanh(jnp.matmul(xrh, Wn) + b_new)
        return jnp.multiply(1 - z, h) + jnp.multiply(z, n_t)


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
