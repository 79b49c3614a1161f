"""Mistake: reset-after-matmul. Caught by: r_per_unit.

The learner gave the helper of the gates one more argument and put r behind the product there.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


def affine(W, b, x, h, scale=1.0):
    # top rows of W belong to x, the others to h
    d = x.shape[-1]
    return x @ W[:d, :] + scale * (h @ W[d:, :]) + b


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        shape = (x.shape[-1] + self.hidden, self.hidden)
        Wr = self.param("Wr", nn.initializers.lecun_normal(), shape)
        Wz = self.param("Wz", nn.initializers.lecun_normal(), shape)
        Wg = self.param("Wg", nn.initializers.lecun_normal(), shape)
        br = self.param("br", nn.initializers.zeros, shape[1:])
        bz = self.param("bz", nn.initializers.zeros, shape[1:])
        bg = self.param("bg", nn.initializers.zeros, shape[1:])

        r = nn.sigmoid(affine(Wr, br, x, h_prev))
        z = nn.sigmoid(affine(Wz, bz, x, h_prev))
        g = nn.tanh(affine(Wg, bg, x, h_prev, scale=r))
        return (1 - z) * h_prev + z * g


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
