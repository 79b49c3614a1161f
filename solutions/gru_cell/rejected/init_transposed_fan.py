"""Mistake: init-transposed-fan. Caught by: initial_weights.

The learner counted the outputs where the inputs were asked.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x: jax.Array, h_prev: jax.Array) -> jax.Array:  # (D,), (H,) -> (H,)
        size = x.shape[-1] + self.hidden  # D + H
        w_init = nn.initializers.variance_scaling(1.0, "fan_out", "truncated_normal")
        b_init = nn.initializers.zeros_init()
        W_r = self.param("W_r", w_init, (size, self.hidden))
        W_z = self.param("W_z", w_init, (size, self.hidden))
        W_h = self.param("W_h", w_init, (size, self.hidden))
        b_r = self.param("b_r", b_init, (self.hidden,))
        b_z = self.param("b_z", b_init, (self.hidden,))
        b_h = self.param("b_h", b_init, (self.hidden,))

        xh = jnp.concatenate([x, h_prev])  # (D + H,)
        reset = nn.sigmoid(xh @ W_r + b_r)  # (H,)
        update = nn.sigmoid(xh @ W_z + b_z)  # (H,)
        pre = jnp.concatenate([x, reset * h_prev]) @ W_h + b_h  # (H,)
        return (1 - update) * h_prev + update * jnp.tanh(pre)


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
