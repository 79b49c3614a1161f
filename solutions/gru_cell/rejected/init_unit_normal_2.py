"""Mistake: init-unit-normal. Caught by: initial_weights.

The learner took the name of the distribution for enough and set its spread to one.
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
        theta_r = self.param("theta_r", nn.initializers.normal(stddev=1.0), (n_rows, n_cols))
        theta_z = self.param("theta_z", nn.initializers.normal(stddev=1.0), (n_rows, n_cols))
        theta_c = self.param("theta_c", nn.initializers.normal(stddev=1.0), (n_rows, n_cols))
        beta_r = self.param("beta_r", nn.initializers.zeros, (n_cols,))
        beta_z = self.param("beta_z", nn.initializers.zeros, (n_cols,))
        beta_c = self.param("beta_c", nn.initializers.zeros, (n_cols,))

        u = jnp.concatenate([x, h_prev])
        pre_r = jnp.dot(u, theta_r) + beta_r
        pre_z = jnp.dot(u, theta_z) + beta_z
        r = jax.lax.logistic(pre_r)
        z = jax.lax.logistic(pre_z)

        u_r = jnp.concatenate([x, r * h_prev])
        pre_c = jnp.dot(u_r, theta_c) + beta_c
        c = jax.lax.tanh(pre_c)

        keep = (1.0 - z) * h_prev
        write = z * c
        return keep + write


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
