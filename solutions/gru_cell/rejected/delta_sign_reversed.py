"""Mistake: delta-sign-reversed. Caught by: z1_replaces.

The learner rewrote the blend as a step and subtracted in the wrong order.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    """Every kernel is stored as one block: the rows of x first, the rows of h below."""

    hidden: int

    @nn.compact
    def __call__(self, x, h):
        D = x.shape[0]
        shape = (D + self.hidden, self.hidden)
        lecun, zeros = nn.initializers.lecun_normal(), nn.initializers.zeros

        reset_kernel = self.param("reset_kernel", lecun, shape)
        reset_bias = self.param("reset_bias", zeros, (self.hidden,))
        update_kernel = self.param("update_kernel", lecun, shape)
        update_bias = self.param("update_bias", zeros, (self.hidden,))
        cand_kernel = self.param("cand_kernel", lecun, shape)
        cand_bias = self.param("cand_bias", zeros, (self.hidden,))

        r = nn.sigmoid(x @ reset_kernel[:D] + h @ reset_kernel[D:] + reset_bias)
        z = nn.sigmoid(x @ update_kernel[:D] + h @ update_kernel[D:] + update_bias)
        c = jnp.tanh(x @ cand_kernel[:D] + (r * h) @ cand_kernel[D:] + cand_bias)
        step = z * (h - c)
        return h + step


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
