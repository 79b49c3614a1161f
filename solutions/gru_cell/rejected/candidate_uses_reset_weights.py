"""Mistake: candidate-uses-reset-weights. Caught by: z1_replaces.

The learner copied the reset gate's line and did not change its matrix.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        n_rows = x.shape[-1] + self.hidden
        n_cols = self.hidden
        theta_r = self.param("theta_r", nn.initializers.lecun_normal(), (n_rows, n_cols))
        theta_z = self.param("theta_z", nn.initializers.lecun_normal(), (n_rows, n_cols))
        theta_c = self.param("theta_c", nn.initializers.lecun_normal(), (n_rows, n_cols))
        beta_r = self.param("beta_r", nn.initializers.zeros, (n_cols,))
        beta_z = self.param("beta_z", nn.initializers.zeros, (n_cols,))
        beta_c = self.param("beta_c", nn.initializers.zeros, (n_cols,))

        u = jnp.concatenate([x, h_prev])
        pre_r = jnp.dot(u, theta_r) + beta_r
        pre_z = jnp.dot(u, theta_z) + beta_z
        r = jax.lax.logistic(pre_r)
        z = jax.lax.logistic(pre_z)

        u_r = jnp.concatenate([x, r * h_prev])
        pre_c = jnp.dot(u_r, theta_r) + beta_c
        c = jax.lax.tanh(pre_c)

        keep = (1.0 - z) * h_prev
        write = z * c
        return keep + write


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
