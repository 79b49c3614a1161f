"""Mistake: swapped-update-gate. Caught by: z0_keeps.

The learner wrote the blend as a correction and started it from the wrong end.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        wshape = (x.shape[-1] + self.hidden, self.hidden)
        bshape = (self.hidden,)
        kernel_init = nn.initializers.lecun_normal()
        bias_init = nn.initializers.zeros_init()

        W_z = self.param("W_z", kernel_init, wshape)
        b_z = self.param("b_z", bias_init, bshape)
        W_r = self.param("W_r", kernel_init, wshape)
        b_r = self.param("b_r", bias_init, bshape)
        W_h = self.param("W_h", kernel_init, wshape)
        b_h = self.param("b_h", bias_init, bshape)

        cat = jnp.concatenate([x, h_prev])
        z = nn.sigmoid(cat @ W_z + b_z)
        r = nn.sigmoid(cat @ W_r + b_r)
        h_tilde = nn.tanh(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)
        # delta form of the blend: one multiplication less
        return h_tilde + z * (h_prev - h_tilde)


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
