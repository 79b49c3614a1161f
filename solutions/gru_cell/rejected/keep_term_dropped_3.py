"""Mistake: keep-term-dropped. Caught by: z0_keeps.

The learner remembered the first step of the walk-through, which starts from zeros.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


def gru_cell_step(seed, x, h_prev, hidden):
    """Defines the cell, initialises it with the seed and runs it once."""

    class MyGRUCell(nn.Module):
        hidden: int

        @nn.compact
        def __call__(self, x, h):
            H = self.hidden
            w0, b0 = nn.initializers.lecun_normal(), nn.initializers.zeros
            Wr = self.param("Wr", w0, (x.size + H, H))
            Wz = self.param("Wz", w0, (x.size + H, H))
            Wh = self.param("Wh", w0, (x.size + H, H))
            br = self.param("br", b0, (H,))
            bz = self.param("bz", b0, (H,))
            bh = self.param("bh", b0, (H,))
            xh = jnp.append(x, h)
            r = jax.nn.sigmoid(xh @ Wr + br)
            z = jax.nn.sigmoid(xh @ Wz + bz)
            g = jnp.tanh(jnp.append(x, r * h) @ Wh + bh)
            return z * g

    model = MyGRUCell(hidden)
    variables = model.init(jax.random.key(seed), x, h_prev)
    return model.apply(variables, x, h_prev).ravel()
