"""Mistake: returns-update-gate. Caught by: z0_keeps.

The learner returned the intermediate value they had been looking at while debugging.
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
        a_r = jnp.dot(u, theta_r) + beta_r
        a_z = jnp.dot(u, theta_z) + beta_z
        r = jax.lax.logistic(a_r)
        z = jax.lax.logistic(a_z)

        u_r = jnp.concatenate([x, r * h_prev])
        a_c = jnp.dot(u_r, theta_c) + beta_c
        c = jax.lax.tanh(a_c)

        keep = (1.0 - z) * h_prev
        write = z * c
        h_new = keep + write
        return z


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
