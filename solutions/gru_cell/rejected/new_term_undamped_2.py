"""Mistake: new-term-undamped. Caught by: z0_keeps.

The learner read the equation as forget first, then write, and gated the forgetting alone.
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

        xh = jnp.concatenate([x, h_prev])
        pre_r = jnp.dot(xh, theta_r) + beta_r
        pre_z = jnp.dot(xh, theta_z) + beta_z
        r = jax.lax.logistic(pre_r)
        z = jax.lax.logistic(pre_z)

        xrh = jnp.concatenate([x, r * h_prev])
        pre_c = jnp.dot(xrh, theta_c) + beta_c
        c = jax.lax.tanh(pre_c)

        kept = (1.0 - z) * h_prev
        written = c
        return kept + written


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
