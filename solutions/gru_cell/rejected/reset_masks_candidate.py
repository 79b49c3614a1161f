"""Mistake: reset-masks-candidate. Caught by: r0_forgets.

The learner multiplied the finished candidate by r.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    """GRU cell for inputs of shape (..., D) and states of shape (..., H)."""

    hidden: int

    @nn.compact
    def __call__(self, inputs, carry):
        n = inputs.shape[-1] + self.hidden

        def kernel(tag):
            init = nn.initializers.lecun_normal()
            return self.param(f"kernel_{tag}", init, (n, self.hidden))

        def bias(tag):
            return self.param(f"bias_{tag}", nn.initializers.zeros, (self.hidden,))

        both = jnp.concatenate([inputs, carry], axis=-1)
        r = nn.sigmoid(jnp.matmul(both, kernel("r")) + bias("r"))
        z = nn.sigmoid(jnp.matmul(both, kernel("z")) + bias("z"))
        proposal = r * nn.tanh(jnp.matmul(both, kernel("n")) + bias("n"))
        return carry * (1 - z) + proposal * z


def gru_cell_step(seed, x, h_prev, hidden):
    # the cell is written for batches, so feed a batch of one
    xb, hb = x[None, :], h_prev[None, :]
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(jax.random.PRNGKey(seed), xb, hb)
    return cell.apply(variables, xb, hb).reshape(-1)
