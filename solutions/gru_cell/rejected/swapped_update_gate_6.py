"""Mistake: swapped-update-gate. Caught by: z0_keeps.

The learner named the two products for what a forget gate would do and gave z to the old state.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn
from jax import random


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        n_rows = x.shape[-1] + self.hidden
        n_cols = self.hidden
        Wr = self.param("Wr", nn.initializers.lecun_normal(), (n_rows, n_cols))
        Wz = self.param("Wz", nn.initializers.lecun_normal(), (n_rows, n_cols))
        Wc = self.param("Wc", nn.initializers.lecun_normal(), (n_rows, n_cols))
        br = self.param("br", nn.initializers.zeros, (n_cols,))
        bz = self.param("bz", nn.initializers.zeros, (n_cols,))
        bc = self.param("bc", nn.initializers.zeros, (n_cols,))

        u = jnp.concatenate([x, h_prev])
        pre_r = jnp.dot(u, Wr) + br
        pre_z = jnp.dot(u, Wz) + bz
        r = jax.lax.logistic(pre_r)
        z = jax.lax.logistic(pre_z)

        u_r = jnp.concatenate([x, r * h_prev])
        pre_c = jnp.dot(u_r, Wc) + bc
        c = jax.lax.tanh(pre_c)

        keep = z * h_prev
        write = (1.0 - z) * c
        return keep + write


def gru_cell_step(seed, x, h_prev, hidden):
    rng = random.PRNGKey(seed)
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(rng, x, h_prev)
    new_state = cell.apply(variables, x, h_prev)
    return new_state.ravel()
