"""Mistake: all-biases-missing. Caught by: z0_keeps.

The learner's helper makes weight and bias and then returns the product alone.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        def lin(name, inp):
            w = self.param(f"{name}_w", nn.initializers.lecun_normal(), (inp.size, self.hidden))
            b = self.param(f"{name}_b", nn.initializers.zeros, (self.hidden,))
            return inp @ w

        xh = jnp.concatenate([x, h_prev])
        r, z = nn.sigmoid(lin("r", xh)), nn.sigmoid(lin("z", xh))
        rh = r * h_prev
        n = nn.tanh(lin("n", jnp.concatenate([x, rh])))
        return h_prev * (1 - z) + n * z


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
