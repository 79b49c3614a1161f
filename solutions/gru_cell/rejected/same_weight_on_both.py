"""Mistake: same-weight-on-both. Caught by: z0_keeps.

The learner factored the blend and lost the 1 - z on the way.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        D, H = x.shape[-1], self.hidden
        W_r = self.param("W_r", nn.initializers.lecun_normal(), (D + H, H))
        b_r = self.param("b_r", nn.initializers.zeros, (H,))
        W_z = self.param("W_z", nn.initializers.lecun_normal(), (D + H, H))
        b_z = self.param("b_z", nn.initializers.zeros, (H,))
        W_h = self.param("W_h", nn.initializers.lecun_normal(), (D + H, H))
        b_h = self.param("b_h", nn.initializers.zeros, (H,))

        inputs = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(inputs @ W_r + b_r)
        z = nn.sigmoid(inputs @ W_z + b_z)
        inputs_reset = jnp.concatenate([x, r * h_prev])
        h_tilde = jnp.tanh(inputs_reset @ W_h + b_h)
        return z * (h_prev + h_tilde)


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
